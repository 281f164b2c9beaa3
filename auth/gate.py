"""The gate that the server and its pages share: who is signed in to the store that is being served."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping

from auth import accounts
from auth.accounts import Account
from auth.failures import Failures
from auth.permissions import DEMO_VISITOR
from auth.sessions import Session, Sessions
from auth.throttling import Throttle
from data_access.actors import Actor
from data_access.serving import DEMO_STORE, SERVING, served_path
from data_access.store import Store

SESSION_COOKIE = "binhyen_phien"
PROXY_VARIABLE = "BINHYEN_BEHIND_PROXY"
Cookies = Mapping[str, str]


class Gate:
    """`store` gives the store once it is open, `waiting` a sentence to show until then.

    `expects_demo`: what is being opened is a demonstration, so that its pages may show how far that has come.
    `behind_proxy`: the machine is only reached through a proxy of ours, whose X-Forwarded-For and -Proto are true.
    """

    def __init__(
        self,
        store: Callable[[], Store | None],
        waiting: Callable[[], str] = lambda: "Đang mở kho dữ liệu…",
        expects_demo: Callable[[], bool] = lambda: False,
        *,
        behind_proxy: bool = False,
    ) -> None:
        self._store = store
        self._expects_demo = expects_demo
        self.waiting = waiting
        self.behind_proxy = behind_proxy
        self.throttle = Throttle()
        self.failures = Failures()
        self._sessions: tuple[Store, Sessions] | None = None
        self._lock = threading.Lock()

    @property
    def store(self) -> Store | None:
        return self._store()

    @property
    def lets_everybody_in(self) -> bool:
        """Whether a demonstration is served, or being opened."""
        store = self.store
        return self._expects_demo() if store is None else store.is_demo

    def sessions_of(self, store: Store) -> Sessions:
        """The sessions of the store being served."""
        with self._lock:
            if self._sessions is None or self._sessions[0] is not store:
                self._sessions = (store, Sessions(store))
            return self._sessions[1]

    def write_remaining(self) -> None:
        """Before the store is closed: tell the log of all attempts refused so far."""
        store = self.store
        if store is not None:
            self.failures.write_due(store, now=True)

    def current_session(self, cookies: Cookies, *, counts: bool = True) -> Session | None:
        """The live session of a browser; `counts` is false for what the user did not do, such as a timed refresh."""
        store = self.store
        if store is None:
            return None
        self.failures.write_due(store)
        return self.sessions_of(store).find(cookies.get(SESSION_COOKIE, ""), counts=counts)

    def current_account(self, cookies: Cookies, *, counts: bool = True) -> Account | None:
        """The account that is signed in; None in a demonstration, which has no accounts."""
        store, session = self.store, self.current_session(cookies, counts=counts)
        return accounts.find(store, session.account_id) if store is not None and session is not None else None

    def current_actor(self, cookies: Cookies, *, counts: bool = True) -> Actor | None:
        """Who may act now, asked at every rerun: role and groups as they are at this moment; None: sign in first."""
        store = self.store
        if store is not None and store.is_demo:
            return DEMO_VISITOR
        account = self.current_account(cookies, counts=counts)
        return account.actor if account is not None else None


GATE = Gate(
    lambda: SERVING.store,
    lambda: SERVING.error or f"{SERVING.label}… {SERVING.share:.0%}",
    lambda: served_path() == DEMO_STORE,
    behind_proxy=os.environ.get(PROXY_VARIABLE) == "1",
)
"""The gate of the running server."""
