"""The life of each post: the three steps of clause 13.2, sampled reactions, pins and removals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from data_access.demo import post_texts as texts
from data_access.demo.chance import around, between, blend, by_day, generator, happens, pick
from data_access.demo.model import DemoEvent, Story, progress_of
from data_access.demo.post_plans import PostPlan, post_plans

_PIN_RATE = {"wanted_hotline": 0.22, "procedure": 0.14, "security_situation": 0.1, "policy": 0.08}
_PINNED_BY: tuple[tuple[str, float], ...] = (("deputy", 58.0), ("leader", 34.0), ("member", 8.0))


def post_events(until: datetime) -> Iterator[DemoEvent]:
    for plan in post_plans(until):
        yield from _life(plan).events


def _life(plan: PostPlan) -> Story:
    rng = generator("post", plan.key)
    story = Story("post", f"post-{plan.key}")
    if plan.path in ("resident", "banned"):
        _publish(story, plan.begun_at, plan)
    else:
        story.add("proposed", plan.begun_at, plan.fields)
        if not _review(rng, plan, story):
            return story
    if plan.path == "banned":
        _remove(rng, story, plan.removal_clause)
    else:
        _after(rng, plan, story)
    return story


def _publish(story: Story, at: datetime, plan: PostPlan | None = None) -> None:
    moment = at.replace(second=0, microsecond=0)
    if story.events:
        moment = max(moment, story.last_at)
    story.add("published", moment, plan.fields if plan else None, posted_at=moment)


def _review(rng: Random, plan: PostPlan, story: Story) -> bool:
    """Whether the post got as far as being published."""
    pace = blend(1.0, 0.55, progress_of(plan.begun_at.date()))
    if plan.path == "skipped":
        if happens(rng, 0.5):
            story.add("verified", by_day(rng, story.last_at + around(rng, 0.8 * pace, 0.8, 30)))
        _publish(story, by_day(rng, story.last_at + around(rng, 0.3, 0.8, 8)))
        return True
    while happens(rng, 0.09):
        story.add(
            "returned",
            by_day(rng, story.last_at + around(rng, 2 * pace, 0.8, 40)),
            note=rng.choice(texts.RETURN_REASONS),
        )
        if happens(rng, 0.22):
            return False
        story.add("proposed", by_day(rng, story.last_at + around(rng, 5, 0.9, 70)))
    if happens(rng, 0.008):
        return False
    story.add("verified", by_day(rng, story.last_at + around(rng, 1.5 * pace, 0.9, 60)))
    if happens(rng, 0.012):
        story.add(
            "returned", by_day(rng, story.last_at + around(rng, 1.5, 0.8, 30)), note=rng.choice(texts.RETURN_REASONS)
        )
        return False
    story.add("approved", by_day(rng, story.last_at + around(rng, 1.1 * pace, 0.9, 50)))
    _publish(story, by_day(rng, story.last_at + around(rng, 0.25, 0.8, 12)))
    return True


def _after(rng: Random, plan: PostPlan, story: Story) -> None:
    """Pinned now and then, its reactions counted once or twice, rarely taken down for what slipped through."""
    if happens(rng, 0.004):
        _remove(rng, story, rng.choice(("6.7", "6.8")))
        return
    if happens(rng, _PIN_RATE.get(str(plan.fields.get("content")), 0.03)):
        role = pick(rng, _PINNED_BY)
        story.add("pinned", by_day(rng, story.last_at + around(rng, 0.3, 0.8, 10)), {"pinned_by_role": role})
    if not happens(rng, 0.62):
        return
    reach = rng.uniform(9, 90) if "group_id" in plan.fields else rng.uniform(120, 900)
    reach *= blend(0.55, 1.25, progress_of(plan.begun_at.date()))
    story.add("reactions_sampled", story.last_at + between(rng, 20, 70), {"reactions": round(reach)})
    if happens(rng, 0.25):
        more = round(reach * rng.uniform(1.05, 1.35))
        story.add("reactions_sampled", story.last_at + between(rng, 90, 200), {"reactions": more})


def _remove(rng: Random, story: Story, clause: str) -> None:
    """Minutes after detection, seldom hours ("at once", clause 13.3)."""
    story.add("detected", by_day(rng, story.last_at + around(rng, 1.2, 1.2, 60)))
    delay = between(rng, 1.5, 6) if happens(rng, 0.12) else timedelta(minutes=rng.randint(2, 22))
    story.add("removed", story.last_at + delay, {"removal_clause": clause}, note="Gỡ bài, báo Ban Quản trị.")
