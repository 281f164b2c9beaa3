# make run · make demo · make test · make check · make test-long · make tools
PYTHON ?= python3
BIN := .venv/bin
.DELETE_ON_ERROR:
.PHONY: run demo test test-long check audit format tools clean

run: .venv/run.stamp
	$(BIN)/streamlit run app.py

# The demonstration, also where a real store has been made.
demo: .venv/run.stamp
	BINHYEN_DEMO=1 $(BIN)/streamlit run app.py

test: .venv/dev.stamp tools
	$(BIN)/python -m pytest -n 2 -m "not slow"

test-long: .venv/dev.stamp tools
	$(BIN)/python -m pytest -n 2 -m slow

check: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bandit -q -c pyproject.toml -r regulation data_access metrics charts reports auth pages app.py cli.py

# Known holes in the pinned packages; asks the package index, so it is not part of CI on a machine without it.
audit: .venv/dev.stamp
	$(BIN)/python -m pip install --quiet pip-audit==2.10.1
	$(BIN)/pip-audit -r requirements.txt --no-deps --disable-pip

format: .venv/dev.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Chromium, LibreOffice and poppler, which the tests of pages and documents drive.
tools:
	@sh tests/install_tools.sh

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/run.stamp: requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

.venv/dev.stamp: requirements-dev.txt requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
