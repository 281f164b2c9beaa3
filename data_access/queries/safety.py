"""Safety of the accounts and devices that run the groups (clauses 16.1–16.3, 17.2)."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

from data_access import masking
from data_access.reading import Reader
from regulation.safety import DEVICE_CHECK_DAYS, PASSWORD_DAYS
from regulation.vocabularies import DEVICE_CHECKS

READ = "read.account_safety"
_LATEST = datetime(9999, 12, 31)


def administrators(reader: Reader, as_of: datetime) -> pd.DataFrame:
    """Leaders and deputies in office, those with something to do first.

    Columns: member_id, full_name (masked), role, group_id, verified, two_factor, password_changed_on, password_due,
    checked_at. A password never seen changed is due at once: `password_due` is the day of joining.
    """
    reader.actor.require(READ)
    rows = reader.frame(
        f"""SELECT member_id, full_name, role, group_id, verified, two_factor, password_changed_on,
            coalesce(password_changed_on + {PASSWORD_DAYS}, joined_at::DATE) AS password_due, checked_at
        FROM member_facts($as_of, $known_at) WHERE left_at IS NULL AND is_admin
        ORDER BY verified AND two_factor, password_due, group_id, role""",
        {"as_of": as_of, "known_at": _LATEST},
    )
    rows["full_name"] = [masking.mask_name(name) for name in rows["full_name"]]
    return rows


def devices(reader: Reader, as_of: datetime) -> pd.DataFrame:
    """The last check of each device, the longest ago first; columns: device, happened_at, next_due, one per check."""
    reader.actor.require(READ)
    checks = ", ".join(f"arg_max(coalesce({key}, false), happened_at) AS {key}" for key in DEVICE_CHECKS.keys)
    return reader.frame(
        f"""SELECT device, max(happened_at) AS happened_at,
            max(happened_at)::DATE + {DEVICE_CHECK_DAYS} AS next_due, {checks}
        FROM device_check_facts($as_of, $known_at) GROUP BY device ORDER BY happened_at""",
        {"as_of": as_of, "known_at": _LATEST},
    )
