"""Work on pictures with OpenCV, and codes read with zxing-cpp. Imported only where a camera is used."""

import zlib
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import zxingcpp
from PIL import Image

from yichuang_desktop.devices.camera_files import make_file
from yichuang_desktop.devices.camera_pdf import PageImage, read_pages
from yichuang_desktop.devices.camera_plain import KEPT_QUALITY, join_cards, read_picture
from yichuang_desktop.devices.camera_shapes import is_whole, size_of
from yichuang_desktop.devices.camera_sheet import find_sheet
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.services.ports_cameras import Cut, Frame, PageFile, PageTone, Sheet

Dots = npt.NDArray[Any]
_TURNS = {1: cv2.ROTATE_90_CLOCKWISE, 2: cv2.ROTATE_180, 3: cv2.ROTATE_90_COUNTERCLOCKWISE}
CODES_AT = 1600
"""Dots of the longer side in which codes are looked for first: enough for a slip that fills a third of it."""
COLOURS = 3
HALF = 128
"""Between black and white."""


class CvWork:
    """A :class:`~yichuang_desktop.services.ports_cameras.PictureWork`."""

    finds_sheets = True

    def read(self, content: bytes) -> Frame:
        return read_picture(content)

    def keep(self, frame: Frame) -> bytes:
        return _jpeg(cv2.cvtColor(_dots(frame), cv2.COLOR_RGB2BGR), KEPT_QUALITY)

    def smaller(self, frame: Frame, longest: int) -> Frame:
        return _frame(_smaller(_dots(frame), longest))

    def find_sheet(self, frame: Frame) -> Sheet:
        return find_sheet(_dots(frame))

    def develop(self, frame: Frame, cut: Cut, longest: int = 0) -> Frame:
        source = _dots(frame)
        if longest:
            source = _smaller(source, longest * 2)
        cut_out = _cut_out(source, cut)
        turn = _TURNS.get(cut.turns % 4)
        toned = _toned(cut_out if turn is None else cv2.rotate(cut_out, turn), cut.tone)
        return _frame(_smaller(toned, longest) if longest else toned)

    def join(self, cards: Sequence[Frame]) -> Frame:
        return join_cards([Image.fromarray(_dots(card)) for card in cards])

    def codes(self, frame: Frame) -> tuple[str, ...]:
        for longest in (CODES_AT, 0):
            dots = _dots(frame)
            grey = cv2.cvtColor(_smaller(dots, longest) if longest else dots, cv2.COLOR_RGB2GRAY)
            found = _codes(grey)
            if found or max(frame.width, frame.height) <= CODES_AT:
                return found
        return ()

    def file(
        self, pages: Sequence[tuple[Frame, PageTone]], most_bytes: int, *, picture: bool = False
    ) -> PageFile:
        return make_file(pages, most_bytes, _encode, self.smaller, picture=picture)

    def pages_of(self, content: bytes) -> tuple[bytes, ...]:
        return read_pages(content)


def _dots(frame: Frame) -> Dots:
    return np.frombuffer(frame.rgb, np.uint8).reshape(frame.height, frame.width, 3)


def _frame(dots: Dots) -> Frame:
    colours = cv2.cvtColor(dots, cv2.COLOR_GRAY2RGB) if dots.ndim < COLOURS else dots
    return Frame(colours.shape[1], colours.shape[0], colours.tobytes())


def _smaller(dots: Dots, longest: int) -> Dots:
    share = longest / max(dots.shape[:2])
    if share >= 1:
        return dots
    return cv2.resize(dots, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)


def _cut_out(dots: Dots, cut: Cut) -> Dots:
    if is_whole(cut.corners) and not cut.card:
        return dots
    height, width = dots.shape[:2]
    across, down = size_of(Frame(width, height, b""), cut.corners, card=cut.card)
    source = np.array([(x * width, y * height) for x, y in cut.corners], np.float32)
    target = np.array([(0, 0), (across, 0), (across, down), (0, down)], np.float32)
    matrix = cv2.getPerspectiveTransform(source, target)
    return cv2.warpPerspective(
        dots, matrix, (across, down), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )


def _toned(dots: Dots, tone: PageTone) -> Dots:
    if tone is PageTone.COLOUR:
        return dots
    if tone is PageTone.WHITENED:
        return _whitened(dots)
    grey = cv2.cvtColor(dots, cv2.COLOR_RGB2GRAY)
    if tone is PageTone.GREY:
        return grey
    white = _whitened(grey)
    level, _mask = cv2.threshold(white, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    _level, black_white = cv2.threshold(white, min(max(level, 140.0), 215.0), 255, cv2.THRESH_BINARY)
    return black_white


def _whitened(dots: Dots) -> Dots:
    """Shadow and yellow paper taken away: each dot against the lightest about it."""
    small = _smaller(dots, 400)
    around = cv2.medianBlur(cv2.dilate(small, np.ones((15, 15), np.uint8)), 21)
    ground = cv2.resize(around, (dots.shape[1], dots.shape[0]), interpolation=cv2.INTER_LINEAR)
    lifted = cv2.divide(dots, ground, scale=255)
    return cv2.convertScaleAbs(lifted, alpha=1.08, beta=-6)


def _codes(grey: Dots) -> tuple[str, ...]:
    formats = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.Code128])
    results = zxingcpp.read_barcodes(grey, formats=formats)
    return tuple(dict.fromkeys(result.text for result in results if result.valid and result.text))


def _jpeg(dots: Dots, quality: int) -> bytes:
    fine, data = cv2.imencode(".jpg", dots, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not fine:
        raise RuleViolation("picture_unreadable")
    return bytes(data.tobytes())


def _encode(frame: Frame, tone: PageTone, quality: int) -> PageImage:
    dots = _dots(frame)
    if tone is PageTone.BLACK_WHITE:
        bits = np.packbits(cv2.cvtColor(dots, cv2.COLOR_RGB2GRAY) > HALF, axis=1)
        return PageImage(frame.width, frame.height, zlib.compress(bits.tobytes(), 9), bits=True)
    grey = tone is PageTone.GREY
    wanted = cv2.cvtColor(dots, cv2.COLOR_RGB2GRAY if grey else cv2.COLOR_RGB2BGR)
    return PageImage(frame.width, frame.height, _jpeg(wanted, quality), grey=grey)
