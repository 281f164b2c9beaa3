"""Errors whose text is a Vietnamese sentence for the user: what is wrong and what to do next."""

from __future__ import annotations


class UserError(Exception):
    """Base: `str(error)` can be shown on screen as it is."""


class StoreMissing(UserError):
    """There is no store at the path."""


class StoreBusy(UserError):
    """Another process holds the store."""


class StoreDamaged(UserError):
    """The store can't be read: damaged, or not a store."""


class WrongKey(UserError):
    """The key doesn't open the store, or there is no key."""


class StoreVersion(UserError):
    """The schema of the store and the migrations of the program don't fit together."""


class NotAllowed(UserError):
    """The actor may not do `action`."""

    def __init__(self, sentence: str, action: str) -> None:
        super().__init__(sentence)
        self.action = action


class Rejected(UserError):
    """The command goes against the workflow or the data rules; nothing was written."""
