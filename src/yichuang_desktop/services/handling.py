"""How a request finds its service, and what a form on screen is begun with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.services.acting import Seat
from yichuang_desktop.services.ports import CaseFile

Answer = ActDone | str | None
"""An act's answer; the id of a print job or record; nothing, for a draft that was saved."""
Prefill = Callable[[Seat, CaseFile | None], Mapping[str, Any]]
"""What a form holds before anyone typed: from the case on screen, if there is one."""


@dataclass(frozen=True, slots=True)
class Handler:
    """A request, the service that does it, and what its form is begun with.

    ``form``: its asked fields make a form on screen; the main job's own screens need none.
    """

    request: type
    act: Callable[[Seat, Any], Answer]
    prefill: Prefill | None = None
    form: bool = False
