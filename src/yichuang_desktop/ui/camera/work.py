"""What is done with pictures off the Qt thread: taken, shown small, made into a file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QImage

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.services.ports_cameras import Cut, Frame, PageFile, PageTone, PictureWork
from yichuang_desktop.ui.camera.live import as_image
from yichuang_desktop.ui.camera.model import Pages, Shot, cut_of
from yichuang_desktop.ui.camera.shelf import Shelf

THUMB, EDITED = 280, 1280
"""Dots of the longer side of a page in the strip, and of an original while its corners are moved."""
_PNG = b"\x89PNG"


@dataclass(frozen=True, slots=True)
class Taken:
    """A shot just kept, small and as it was taken."""

    shot: Shot
    thumb: QImage
    original: QImage


@dataclass(frozen=True, slots=True)
class Darkroom:
    """The hands and the shelf of one wish; every call is for the camera's lane.

    May raise RuleViolation of ``PictureWork``, and ``shelf_full`` where the disk refuses.
    """

    hands: Callable[[], PictureWork]
    shelf: Shelf

    def load(self, existing: bytes | None = None) -> Pages:
        """The unfinished pages, else those of the file finished before."""
        pages = self.shelf.load()
        if pages.shots or existing is None:
            return pages
        for content in self.hands().pages_of(existing):
            tone = PageTone.BLACK_WHITE if content.startswith(_PNG) else PageTone.COLOUR
            pages = pages.added(Shot(self._put(content), Cut(tone=tone)))
        self._save(pages)
        return pages

    def take(self, frame: Frame, tone: PageTone, *, card: bool) -> Taken:
        """Keep a picture, find its sheet."""
        work = self.hands()
        sheet = work.find_sheet(frame)
        name = self._put(work.keep(frame))
        shot = Shot(name, cut_of(sheet, tone, card=card), sheet.corners)
        self._save(self.shelf.load().added(shot))
        return Taken(shot, self._thumb(frame, shot.cut), as_image(work.smaller(frame, EDITED)))

    def take_file(self, content: bytes, tone: PageTone, *, card: bool) -> Taken:
        """A picture file as a page: cut like a photograph."""
        return self.take(self.hands().read(content), tone, card=card)

    def thumb(self, shot: Shot) -> QImage:
        """The page small, as it will be."""
        return self._thumb(self._frame(shot), shot.cut)

    def original(self, shot: Shot) -> QImage:
        """The picture as it was taken."""
        return as_image(self.hands().smaller(self._frame(shot), EDITED))

    def save(self, pages: Pages) -> None:
        """The list as it is now."""
        self._save(pages)

    def file(self, pages: Pages, most_bytes: int, *, picture: bool) -> PageFile:
        """The finished file."""
        made = [self._page([pages.shots[number] for number in group]) for group in pages.groups]
        return self.hands().file(made, most_bytes, picture=picture)

    def _page(self, shots: Sequence[Shot]) -> tuple[Frame, PageTone]:
        work = self.hands()
        tone = shots[0].cut.tone
        developed = [work.develop(self._frame(shot), shot.cut) for shot in shots]
        return (work.join(developed) if shots[0].cut.card else developed[0]), tone

    def _frame(self, shot: Shot) -> Frame:
        try:
            return self.hands().read(self.shelf.original(shot.file))
        except OSError as error:
            raise RuleViolation("picture_unreadable") from error

    def _thumb(self, frame: Frame, cut: Cut) -> QImage:
        return as_image(self.hands().develop(frame, cut, THUMB))

    def _put(self, content: bytes) -> str:
        try:
            return self.shelf.put(content)
        except OSError as error:
            raise RuleViolation("shelf_full") from error

    def _save(self, pages: Pages) -> None:
        try:
            self.shelf.save(pages)
        except OSError as error:
            raise RuleViolation("shelf_full") from error
