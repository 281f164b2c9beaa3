"""The demo ward: an invented ward with a believable year of work, the same on every machine and every day.

`timeline(until)` is the pure list of events; `load` and `top_up` put it into a demo store. No person, number or case in
it is real.
"""

from data_access.demo.loading import DEMO_ACTOR, load, loaded_until, top_up
from data_access.demo.model import START, DemoEvent, DemoInformant
from data_access.demo.timeline import timeline
from data_access.demo.tips import informants

__all__ = [
    "DEMO_ACTOR",
    "START",
    "DemoEvent",
    "DemoInformant",
    "informants",
    "load",
    "loaded_until",
    "timeline",
    "top_up",
]
