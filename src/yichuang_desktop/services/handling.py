"""How a request finds its service, and what a form on screen is begun with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.hall import Channel, Role
from yichuang_desktop.services.acting import Seat
from yichuang_desktop.services.ports import CaseFile

Answer = ActDone | str | None
"""An act's answer; the id of a print job or record; nothing, for a draft that was saved."""
Prefill = Callable[[Seat, CaseFile | None], Mapping[str, Any]]
"""What a form holds before anyone typed: from the case on screen, if there is one."""
TextToSign = Callable[[Seat, Any], str]
"""The text a request's signature on screen is bound to, made from the request as it would be sent."""


@dataclass(frozen=True, slots=True)
class Handler:
    """A request, the service that does it, and what its form is begun with.

    ``form``: its asked fields make a form on screen; the main job's own screens need none.  A request that is
    an act of the table takes title, roles and channels from there; others say them here.
    """

    request: type
    act: Callable[[Seat, Any], Answer]
    prefill: Prefill | None = None
    """Values by the request's field names.  A field that is not asked for goes into the request as it is."""
    form: bool = False
    begins: bool = False
    """The act begins a case: its form stands on 登记, without a case on screen."""
    text: TextToSign | None = None
    """For a request with ``signature``: what is read and signed on the citizen's screen (F11)."""
    title: str = ""
    """What the form is called; empty: the title of the act in the table."""
    hint: str = ""
    """One sentence above the fields: what the clerk makes sure of first."""
    roles: frozenset[Role] = frozenset()
    """Who may ask for it; empty: who may record the act of that name."""
    channels: frozenset[Channel] = frozenset()
    """In which channels; empty: those of the act of that name, or every one."""
    allows: Callable[[Case], bool] | None = None
    """Whether it can be done with a case as it stands; None: as the table says of the act of that name."""
