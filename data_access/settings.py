"""Settings of the ward: text by key, with the program's defaults behind them; every change is audited."""

from __future__ import annotations

from collections.abc import Mapping

from data_access.actors import Actor
from data_access.store import Store


def read(store: Store, defaults: Mapping[str, str]) -> dict[str, str]:
    """Values of the keys of `defaults`, the ward's own where it has set one."""
    own: dict[str, str] = dict(store.query("SELECT key, value FROM store.setting"))
    return {key: own.get(key, default) for key, default in defaults.items()}


def write(store: Store, actor: Actor, changes: Mapping[str, str]) -> None:
    """Set settings; raises `NotAllowed` without the right "setting.changed"."""
    with store.write(actor) as tx:
        actor.require("setting.changed")
        for key, value in changes.items():
            tx.execute(
                "INSERT OR REPLACE INTO store.setting VALUES ($key, $ward, $value, $at, $actor)",
                {"key": key, "ward": store.ward[0], "value": value, "at": tx.recorded_at, "actor": actor.actor_id},
            )
            tx.audit("setting.changed", "setting", key)


def value(store: Store, key: str, default: str) -> str:
    """One setting."""
    return read(store, {key: default})[key]
