"""What the program needs from a document camera and from the work on its pictures (R-IN-1, R-OUT-4).

A picture crosses these borders as a :class:`Frame`: packed RGB bytes, no array and no Qt.  A frame source is
only opened when somebody asks for a picture, and let go as soon as the page is left.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from yichuang_desktop.domain.devices import DeviceReport
from yichuang_desktop.domain.titled import TitledEnum

Point = tuple[float, float]
Corners = tuple[Point, Point, Point, Point]
"""Top left, top right, bottom right, bottom left of a sheet, each as shares of the frame (0 to 1)."""
WHOLE: Corners = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
"""The full frame."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture: ``width`` times ``height`` dots, three bytes each, rows without gaps."""

    width: int
    height: int
    rgb: bytes


class PageTone(TitledEnum):
    """How a page is made."""

    COLOUR = "colour"
    WHITENED = "whitened"
    GREY = "grey"
    BLACK_WHITE = "black_white"

    def _words(self) -> str:
        return {
            "colour": "彩色",
            "whitened": "彩色 · 去底色",
            "grey": "灰度",
            "black_white": "黑白",
        }[self.value]


class SheetSeen(TitledEnum):
    """What lies under the camera."""

    FOUND = "found"
    SEVERAL = "several"
    CUT = "cut"
    NONE = "none"

    def _words(self) -> str:
        return {
            "found": "已找到纸边",
            "several": "有不止一张纸，只取最大的一张",
            "cut": "纸没有放全，请往里放；这样拍会拍下整个画面",
            "none": "没有找到纸边，会拍下整个画面",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where the sheet is; the whole frame unless its edges were found."""

    seen: SheetSeen
    corners: Corners = WHOLE


@dataclass(frozen=True, slots=True)
class Cut:
    """How one picture becomes what stands on a page."""

    corners: Corners = WHOLE
    turns: int = 0
    """Quarter turns clockwise."""
    tone: PageTone = PageTone.COLOUR
    card: bool = False
    """An ID card: in its true proportions, and two of them on one page."""


@dataclass(frozen=True, slots=True)
class PageFile:
    """A finished file: a PDF, or a JPEG picture of the only page."""

    content: bytes
    sha256: str
    pages: tuple[str, ...]
    """SHA-256 of each page's picture as it stands in the file."""


class PictureWork(Protocol):
    """The work on pictures. Every call may take long: never asked on the Qt thread."""

    @property
    def finds_sheets(self) -> bool:
        """Whether the edges of a sheet can be found at all (the camera's parts are installed)."""
        ...

    def read(self, content: bytes) -> Frame:
        """A picture file. Raises RuleViolation ``picture_unreadable``."""
        ...

    def keep(self, frame: Frame) -> bytes:
        """The picture as a JPEG file of high quality, to be worked on again later."""
        ...

    def smaller(self, frame: Frame, longest: int) -> Frame:
        """The picture, its longer side no longer than so many dots."""
        ...

    def find_sheet(self, frame: Frame) -> Sheet:
        """The sheet under the camera."""
        ...

    def develop(self, frame: Frame, cut: Cut, longest: int = 0) -> Frame:
        """The sheet cut out, upright, in its tone; ``longest`` limits the longer side for a preview."""
        ...

    def join(self, cards: Sequence[Frame]) -> Frame:
        """Front and back of a card, developed, at their true size on an A4 page."""
        ...

    def codes(self, frame: Frame) -> tuple[str, ...]:
        """The codes in the picture, each once."""
        ...

    def file(
        self, pages: Sequence[tuple[Frame, PageTone]], most_bytes: int, *, picture: bool = False
    ) -> PageFile:
        """All pages as one file no larger than that, lowering the quality where it must be.

        ``picture`` makes a JPEG of a single page.  Raises RuleViolation ``scan_too_large``, ``pages_none``.
        """
        ...

    def pages_of(self, content: bytes) -> tuple[bytes, ...]:
        """The pages of a file :meth:`file` made, each as a picture file.

        Raises RuleViolation ``picture_unreadable`` for any other file.
        """
        ...


Told = Callable[[DeviceReport], None]
"""Hears how a camera stands; called in any thread."""


class FrameSource(Protocol):
    """Something that gives pictures: a camera, a folder a vendor's program saves to, recorded frames."""

    @property
    def title(self) -> str:
        """Its name, as it stands on the page."""
        ...

    def open(self, told: Told) -> None:
        """Begin to give frames, and begin again whenever they stop; asked on the Qt thread."""
        ...

    def take(self, seconds: float) -> Frame | None:
        """The newest frame not taken before; None when none came in that time. One other thread asks."""
        ...

    def close(self) -> None:
        """Let go of the camera at once; asked on the Qt thread. ``take`` then gives None."""
        ...


class Cameras(Protocol):
    """The cameras of this window, as the page finds them."""

    def prepare(self) -> None:
        """Load what cameras need; may take a second: for a lane, before :meth:`sources`."""
        ...

    def sources(self) -> Sequence[FrameSource]:
        """What can be used now, the window's own camera first; asked on the Qt thread, opens nothing."""
        ...

    def missing(self) -> str:
        """Code of the sentence why there are none, or empty."""
        ...
