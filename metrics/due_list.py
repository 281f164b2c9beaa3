"""What must be done next: duties on tips that are overdue or fall due soon (clauses 15.1, 15.3c, 15.4)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pandas as pd

from data_access.reading import Reader
from metrics.computing import FACTS, LATEST, selection_sql
from metrics.selection import EVERYTHING, Selection

DUE_SOON = timedelta(hours=6)
DUTIES: dict[str, tuple[str, str]] = {
    "Báo cáo khẩn cấp": ("urgent_report_due", "urgent_report"),
    "Phân loại, xử lý": ("classification_due", "classification"),
    "Chuyển cơ quan có thẩm quyền": ("transfer_due", "transfer"),
}
"""Label of a duty → when it is due and its outcome, as columns of `tip_facts`."""


def due_list(reader: Reader, as_of: datetime, selection: Selection = EVERYTHING) -> pd.DataFrame:
    """Unfinished duties, the most pressing first: overdue, or due within `DUE_SOON`.

    Columns: tip_id, duty, outcome, tip_kind, group_id, area_id, received_at, due_at, minutes_left (below 0: overdue).
    """
    view = FACTS["tip_facts"]
    reader.actor.require(view.reads)
    parameters = {"as_of": as_of, "known_at": LATEST, "soon": as_of + DUE_SOON}
    where = selection_sql(view, selection, parameters, reader.actor)
    parts = " UNION ALL ".join(
        f"""SELECT tip_id, '{label}' AS duty, {outcome} AS outcome, tip_kind, group_id, area_id, received_at,
            {due} AS due_at, date_diff('second', $as_of::TIMESTAMP, {due}) / 60 AS minutes_left
        FROM facts WHERE {outcome} IN ('overdue', 'pending') AND {due} <= $soon"""
        for label, (due, outcome) in DUTIES.items()
    )
    return reader.frame(
        f"""WITH facts AS MATERIALIZED (FROM tip_facts($as_of, $known_at) WHERE {where})
        {parts} ORDER BY due_at, tip_id""",
        parameters,
    )
