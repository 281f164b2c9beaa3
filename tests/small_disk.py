"""A disk that runs full: a small tmpfs where one may be mounted, else a limit on the size of files."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

try:
    import resource
except ImportError:  # not on Windows
    resource = None

MEGABYTE = 1024 * 1024


class Disk(Protocol):
    """`folder` is on it. `fill` leaves room for so many bytes, `free` makes room again."""

    folder: Path

    def fill(self, left: int) -> None: ...

    def free(self) -> None: ...


class Tmpfs:
    """A file system of its own, filled with ballast."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self, left: int) -> None:
        free = shutil.disk_usage(self.folder).free
        assert free > left, "the disk is too small for the test"
        self._ballast.write_bytes(bytes(free - left))

    def free(self) -> None:
        self._ballast.unlink(missing_ok=True)


class Limit:
    """No file of this process may grow beyond the room that is left."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]

    def fill(self, left: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (left, self._hard))

    def free(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (self._hard, self._hard))


@contextmanager
def mounted(folder: Path, size: int) -> Iterator[Disk | None]:
    """A tmpfs at `folder`; None where none may be mounted."""
    folder.mkdir()
    mount = shutil.which("mount") if hasattr(os, "geteuid") and os.geteuid() == 0 else None
    made = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if not made or made.returncode:
        yield None
        return
    try:
        yield Tmpfs(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=False)


@contextmanager
def limited(folder: Path) -> Iterator[Disk | None]:
    """A folder under a limit; None where there are no such limits."""
    folder.mkdir()
    if resource is None:
        yield None
        return
    disk = Limit(folder)
    try:
        yield disk
    finally:
        disk.free()
