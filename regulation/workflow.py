"""The two workflows: which event may happen in which state, and the state that follows."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Transition:
    """What an event does: possible in the states `sources` (None: nothing recorded yet), leads to `target`.

    `target` None leaves the state as it is. `label` is the action in Vietnamese; `clause` its ground in the regulation.
    """

    event: str
    sources: frozenset[str | None]
    target: str | None
    label: str
    clause: str
    needs_reason: bool = False


Workflow = Mapping[str, Transition]

TIP_STATES: dict[str, str] = {
    "received": "Đã tiếp nhận",
    "classified": "Đã phân loại",
    "transferred": "Đã chuyển cơ quan có thẩm quyền",
    "resolved": "Đã giải quyết",
    "reopened": "Đã mở lại",
}
POST_STATES: dict[str, str] = {
    "proposed": "Chờ kiểm tra",
    "returned": "Trả lại để chỉnh sửa",
    "verified": "Đã kiểm tra, chờ duyệt",
    "approved": "Đã duyệt",
    "published": "Đã đăng",
    "removed": "Đã gỡ bỏ",
}
OTHER_STATES: dict[str, str] = {
    "active": "Đang hoạt động",
    "ended": "Đã kết thúc",
    "left": "Đã rời nhóm",
    "open": "Đang xử lý",
    "suspended": "Đang tạm dừng",
    "raised": "Đã nêu",
    "forwarded": "Đã báo cáo",
    "decided": "Đã có ý kiến",
    "recorded": "Đã ghi nhận",
}
STATE_LABELS: dict[str, str] = TIP_STATES | POST_STATES | OTHER_STATES
NO_STATE = "Chưa ghi nhận"

_TIP_ANY: frozenset[str | None] = frozenset(TIP_STATES)
_POST_ANY: frozenset[str | None] = frozenset(POST_STATES)
# A publication without review must be recordable, so that it shows (clause 13.2).
_UNPUBLISHED: frozenset[str | None] = frozenset({None, "proposed", "returned", "verified", "approved"})


def _states(*states: str | None) -> frozenset[str | None]:
    return frozenset(states)


def _workflow(*transitions: Transition) -> dict[str, Transition]:
    return {transition.event: transition for transition in transitions}


TIP_WORKFLOW: dict[str, Transition] = _workflow(
    Transition("received", _states(None), "received", "Tiếp nhận", "15.1"),
    Transition("amended", _TIP_ANY, None, "Bổ sung, sửa thông tin", "14.1"),
    Transition("classified", _states("received", "classified", "reopened"), "classified", "Phân loại", "15.3c"),
    Transition("urgent_reported", _TIP_ANY, None, "Báo cáo khẩn cấp", "15.4"),
    Transition("written_up", _TIP_ANY, None, "In hoặc lập văn bản", "15.3b"),
    Transition("registered", _TIP_ANY, None, "Vào sổ tiếp nhận", "15.3c"),
    Transition("transferred", _states("classified", "reopened"), "transferred", "Chuyển cơ quan có thẩm quyền", "15.1"),
    Transition("resolved", _states("classified", "transferred", "reopened"), "resolved", "Ghi kết quả", "15.1"),
    Transition("replied", _states("classified", "transferred", "resolved"), None, "Phản hồi người dân", "18.1"),
    Transition("reopened", _states("resolved"), "reopened", "Mở lại", "15.2", needs_reason=True),
)

POST_WORKFLOW: dict[str, Transition] = _workflow(
    Transition("proposed", _states(None, "returned"), "proposed", "Đề xuất đăng", "13.2a"),
    Transition("amended", _POST_ANY, None, "Bổ sung, sửa thông tin", "13.2b"),
    Transition("verified", _states("proposed"), "verified", "Xác nhận đã kiểm tra", "13.2b"),
    Transition("returned", _states("proposed", "verified"), "returned", "Trả lại", "13.2b", needs_reason=True),
    Transition("approved", _states("verified"), "approved", "Duyệt", "13.2c"),
    Transition("published", _UNPUBLISHED, "published", "Đăng lên nhóm", "13.2c"),
    Transition("detected", _states("published"), None, "Ghi nhận phát hiện vi phạm", "13.3"),
    Transition("removed", _states("published"), "removed", "Gỡ bỏ", "13.3"),
    Transition("pinned", _states("published"), None, "Ghim", "7a.3"),
    Transition("reactions_sampled", _states("published"), None, "Ghi số lượt bày tỏ cảm xúc", "7b.3"),
)


def state_label(state: str | None) -> str:
    """Vietnamese label of a state; `NO_STATE` when nothing is recorded yet."""
    return NO_STATE if state is None else STATE_LABELS.get(state, state)


class ForbiddenTransition(ValueError):
    """An event that isn't possible in the present state; the message tells the user what is."""


def allowed_events(workflow: Workflow, state: str | None) -> tuple[str, ...]:
    """The events possible in `state`, in the order of the workflow."""
    return tuple(event for event, transition in workflow.items() if state in transition.sources)


def next_state(workflow: Workflow, state: str | None, event: str) -> str:
    """The state after `event` happens in `state` (None: nothing recorded yet); raises ForbiddenTransition."""
    transition = workflow.get(event)
    if transition is None or state not in transition.sources:
        raise ForbiddenTransition(_refusal(workflow, state, event))
    following = transition.target or state
    if following is None:
        raise ForbiddenTransition(_refusal(workflow, state, event))
    return following


def _refusal(workflow: Workflow, state: str | None, event: str) -> str:
    transition = workflow.get(event)
    action = transition.label if transition else event
    allowed = ", ".join(f"“{workflow[name].label}”" for name in allowed_events(workflow, state))
    what_next = f"Các thao tác được phép: {allowed}." if allowed else "Không còn thao tác nào được phép."
    return f"Không thể thực hiện “{action}” khi đang ở trạng thái “{state_label(state)}”. {what_next}"
