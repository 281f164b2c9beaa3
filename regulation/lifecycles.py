"""The simple lives of everything that is neither a tip nor a post: what may be recorded about it, and when."""

from collections.abc import Iterable

from regulation.workflow import Transition, Workflow


def _step(event: str, sources: Iterable[str | None], target: str | None, label: str, clause: str = "") -> Transition:
    return Transition(event, frozenset(sources), target, label, clause)


def _life(*steps: Transition) -> Workflow:
    """The steps, and mending of what was recorded in any state."""
    states = {step.target for step in steps}
    return {step.event: step for step in (*steps, _step("amended", states, None, "Sửa thông tin"))}


AREA_WORKFLOW = _life(
    _step("created", [None], "active", "Lập tổ dân phố"),
    _step("counted", ["active"], None, "Cập nhật số hộ"),
    _step("ended", ["active"], "ended", "Sáp nhập, giải thể"),
)
GROUP_WORKFLOW = _life(
    _step("established", [None], "active", "Thành lập nhóm", "8.1"),
    _step("ended", ["active"], "ended", "Chấm dứt hoạt động", "9.3"),
)
MEMBER_WORKFLOW = _life(
    _step("joined", [None, "left"], "active", "Vào nhóm", "7b.2"),
    _step("left", ["active"], "left", "Rời nhóm"),
)
INCIDENT_WORKFLOW = _life(
    _step("opened", [None], "open", "Phát hiện sự cố", "7b.4"),
    _step("reported_to_province", ["open", "resolved"], None, "Báo Công an tỉnh", "16.3"),
    _step("resolved", ["open"], "resolved", "Khắc phục xong"),
)
SUSPENSION_WORKFLOW = _life(
    _step("started", [None], "suspended", "Tạm dừng", "9.2"),
    _step("resumed", ["suspended"], "active", "Hoạt động trở lại", "9.1"),
)
PROPOSAL_WORKFLOW = _life(
    _step("raised", [None], "raised", "Nêu khó khăn, đề xuất", "20.3"),
    _step("forwarded", ["raised"], "forwarded", "Báo cáo văn phòng Ủy ban nhân dân phường", "20.3"),
    _step("decided", ["raised", "forwarded"], "decided", "Ghi ý kiến quyết định", "20.3"),
)
RECORD_WORKFLOW = _life(_step("recorded", [None], "recorded", "Ghi nhận"))
