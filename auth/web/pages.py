"""The sign-in pages: what each does when it is shown and when its form comes in."""

from __future__ import annotations

from math import ceil

from starlette.responses import Response

from auth import accounts, invitations, signing_in
from auth.accounts import Account
from auth.gate import SESSION_COOKIE
from auth.invitations import Invitation
from auth.sessions import token_hash
from auth.web import screens, tokens
from auth.web.onward import safe_path
from auth.web.visit import STALE, Visit, redirect
from data_access.errors import Rejected

SIGN_IN, SIGN_OUT, PASSWORD = screens.SIGN_IN, screens.SIGN_OUT, screens.PASSWORD
SIGNED_OUT = f"{SIGN_IN}?ra=1"


def _account(visit: Visit) -> Account | None:
    return visit.gate.current_account(visit.request.cookies)


def show_sign_in(visit: Visit) -> Response:
    """The form, or straight on for whoever is signed in."""
    onward = safe_path(visit.request.query_params.get("tiep", "/"))
    if visit.store.is_demo or _account(visit) is not None:
        return redirect("/" if visit.store.is_demo else onward)
    signed_out = "ra" in visit.request.query_params
    return visit.show(screens.sign_in(visit.ward, visit.form_token, onward, signed_out=signed_out))


def sign_in(visit: Visit) -> Response:
    """Check an attempt; a right one opens a new session and ends the one the browser had."""
    if visit.store.is_demo:
        return redirect("/")
    if not visit.is_ours_without_session():
        return _sign_in_again(visit, STALE, 403)
    login = accounts.normal_login(visit.form.get("ten_dang_nhap", ""))
    outcome = signing_in.attempt(
        visit.store,
        visit.gate.throttle,
        visit.gate.failures,
        login=login,
        password=visit.form.get("mat_khau", ""),
        code=visit.form.get("ma", "").strip() or visit.form.get("ma_khoi_phuc", ""),
        address=visit.address,
        device=tokens.device_of(visit.store.keys.web, visit.device_cookie, login),
    )
    if outcome.account is not None:
        return _let_in(visit, redirect(safe_path(visit.form.get("tiep", "/"))), outcome.account)
    if outcome.wait:
        seconds = ceil(outcome.wait.total_seconds())
        return _sign_in_again(visit, outcome.sentence, 429, {"Retry-After": str(seconds)})
    return _sign_in_again(visit, outcome.sentence, 401)


def _sign_in_again(visit: Visit, sentence: str, status: int, headers: dict[str, str] | None = None) -> Response:
    onward, login = safe_path(visit.form.get("tiep", "/")), visit.form.get("ten_dang_nhap", "")
    html = screens.sign_in(visit.ward, visit.form_token, onward, login=login, sentence=sentence)
    return visit.show(html, status, headers)


def _let_in(visit: Visit, response: Response, account: Account) -> Response:
    sessions, before = visit.gate.sessions_of(visit.store), _account(visit)
    if before is not None:
        sessions.end(visit.token, before.actor)
    return visit.let_in(response, sessions.begin(account.account_id, account.actor), account.login)


def show_sign_out(visit: Visit) -> Response:
    account = _account(visit)
    if account is None:
        return redirect(SIGN_IN)
    return visit.show(screens.sign_out(visit.ward, visit.session_form_token, account.full_name))


def sign_out(visit: Visit) -> Response:
    """End the session, in every tab of the browser."""
    account = _account(visit)
    if account is None:
        return redirect(SIGNED_OUT)
    if not visit.is_ours(visit.token):
        return visit.show(screens.sign_out(visit.ward, visit.session_form_token, account.full_name), 403)
    visit.gate.sessions_of(visit.store).end(visit.token, account.actor)
    response = redirect(SIGNED_OUT)
    response.delete_cookie(SESSION_COOKIE, path="/", secure=visit.is_secure, httponly=True, samesite="lax")
    return response


def show_change_password(visit: Visit) -> Response:
    account = _account(visit)
    if account is None:
        return redirect(f"{SIGN_IN}?tiep={PASSWORD}")
    return visit.show(screens.change_password(visit.ward, visit.session_form_token, account.login))


def change_password(visit: Visit) -> Response:
    """Set one's own password; every other session ends, this browser goes on with a new one."""
    account = _account(visit)
    if account is None:
        return redirect(f"{SIGN_IN}?tiep={PASSWORD}")
    sentence, status = _password_problem(visit, account)
    if sentence:
        html = screens.change_password(visit.ward, visit.session_form_token, account.login, sentence=sentence)
        return visit.show(html, status)
    session_token = visit.gate.sessions_of(visit.store).begin(account.account_id, account.actor)
    return visit.let_in(
        visit.show(screens.change_password(visit.ward, "", account.login, done=True)), session_token, account.login
    )


def _password_problem(visit: Visit, account: Account) -> tuple[str, int]:
    """Change the password; what stood in the way, and the status to say so with. Guesses are slowed as at sign-in."""
    new = visit.form.get("mat_khau_moi", "")
    if not visit.is_ours(visit.token):
        return STALE, 403
    if new != visit.form.get("nhap_lai", ""):
        return "Hai lần gõ mật khẩu mới không giống nhau.", 422
    throttle, place = visit.gate.throttle, (account.login, "", f"session {token_hash(visit.token)}")
    wait = throttle.admit(*place, visit.store.clock())
    if wait:
        return signing_in.wait_sentence(wait), 429
    try:
        accounts.change_own_password(visit.store, account, visit.form.get("mat_khau", ""), new)
    except Rejected as refusal:
        return str(refusal), 422
    throttle.succeed(*place)
    return "", 200


def show_invitation(visit: Visit) -> Response:
    """The first step of a one-time link, always from the beginning: the secret is not shown again."""
    invitation = _invitation(visit)
    return _choose(visit, invitation) if invitation is not None else _link_over(visit)


def accept_invitation(visit: Visit) -> Response:
    """Either step of a one-time link."""
    invitation = _invitation(visit)
    if invitation is None:
        return _link_over(visit)
    if not visit.is_ours_without_session():
        return _choose(visit, invitation, STALE, 403)
    return _confirm(visit, invitation) if visit.form.get("buoc") == "ma" else _set_password(visit, invitation)


def _set_password(visit: Visit, invitation: Invitation) -> Response:
    new = visit.form.get("mat_khau_moi", "")
    if new != visit.form.get("nhap_lai", ""):
        return _choose(visit, invitation, "Hai lần gõ mật khẩu không giống nhau.", 422)
    try:
        secret = invitations.choose_password(visit.store, _link_token(visit), new)
    except Rejected as refusal:
        return _choose(visit, invitation, str(refusal), 422)
    html = screens.connect_application(visit.ward, visit.form_token, _path(visit), secret, invitation.person.login)
    return visit.show(html)


def _confirm(visit: Visit, invitation: Invitation) -> Response:
    try:
        codes = invitations.confirm(visit.store, _link_token(visit), visit.form.get("ma", ""))
    except Rejected as refusal:
        return visit.show(screens.code_again(visit.ward, visit.form_token, _path(visit), str(refusal)), 422)
    response = visit.show(screens.recovery_codes(visit.ward, codes))
    account = accounts.find(visit.store, invitation.account_id)
    return _let_in(visit, response, account) if account is not None else response


def _choose(visit: Visit, invitation: Invitation, sentence: str = "", status: int = 200) -> Response:
    person = invitation.person
    html = screens.choose_password(visit.ward, visit.form_token, _path(visit), person.login, person.full_name, sentence)
    return visit.show(html, status)


def _link_over(visit: Visit) -> Response:
    return visit.show(screens.message("Liên kết hết hiệu lực", visit.ward, invitations.OVER), 410)


def _invitation(visit: Visit) -> Invitation | None:
    return invitations.find(visit.store, _link_token(visit))


def _link_token(visit: Visit) -> str:
    return str(visit.request.path_params["token"])


def _path(visit: Visit) -> str:
    return invitations.LINK_PATH + _link_token(visit)
