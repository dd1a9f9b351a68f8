"""Work on pictures with Pillow alone, where the camera's parts are not installed: slower, finds no edges."""

import zlib
from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from yichuang_desktop.devices.camera_files import make_file
from yichuang_desktop.devices.camera_pdf import PageImage, read_pages
from yichuang_desktop.devices.camera_shapes import A4_200, CARD_200, is_whole, size_of
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.services.ports_cameras import Cut, Frame, PageFile, PageTone, Sheet, SheetSeen

KEPT_QUALITY = 93
HALF = 128
"""Between black and white."""
_TURNS = {1: Image.Transpose.ROTATE_270, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_90}


class PlainWork:
    """A :class:`~yichuang_desktop.services.ports_cameras.PictureWork` that finds no sheet and no code."""

    finds_sheets = False

    def read(self, content: bytes) -> Frame:
        return read_picture(content)

    def keep(self, frame: Frame) -> bytes:
        return _jpeg(_image(frame), KEPT_QUALITY)

    def smaller(self, frame: Frame, longest: int) -> Frame:
        if max(frame.width, frame.height) <= longest:
            return frame
        image = _image(frame)
        image.thumbnail((longest, longest), Image.Resampling.BILINEAR, reducing_gap=2.0)
        return _frame(image)

    def find_sheet(self, frame: Frame) -> Sheet:
        return Sheet(SheetSeen.NONE)

    def develop(self, frame: Frame, cut: Cut, longest: int = 0) -> Frame:
        source = self.smaller(frame, longest * 2) if longest else frame
        image = _toned(_turned(_cut_out(source, cut), cut.turns), cut.tone)
        done = _frame(image)
        return self.smaller(done, longest) if longest else done

    def join(self, cards: Sequence[Frame]) -> Frame:
        return join_cards([_image(card) for card in cards])

    def codes(self, frame: Frame) -> tuple[str, ...]:
        return ()

    def file(
        self, pages: Sequence[tuple[Frame, PageTone]], most_bytes: int, *, picture: bool = False
    ) -> PageFile:
        return make_file(pages, most_bytes, _encode, self.smaller, picture=picture)

    def pages_of(self, content: bytes) -> tuple[bytes, ...]:
        return read_pages(content)


def read_picture(content: bytes) -> Frame:
    """A picture file, upright as its camera held it. Raises RuleViolation ``picture_unreadable``."""
    try:
        with Image.open(BytesIO(content)) as image:
            return _frame(ImageOps.exif_transpose(image))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise RuleViolation("picture_unreadable") from error


def join_cards(cards: Sequence[Image.Image]) -> Frame:
    """Cards one under the other, at true size, on a white A4 page."""
    width, height = A4_200
    page = Image.new("RGB", (width, height), "white")
    top = height // 2 - (len(cards) * CARD_200[1] * 3 // 2 - CARD_200[1] // 2) // 2
    for number, card in enumerate(cards):
        upright = card if card.width >= card.height else card.transpose(Image.Transpose.ROTATE_90)
        fitted = upright.resize(CARD_200, Image.Resampling.BICUBIC)
        page.paste(fitted, ((width - CARD_200[0]) // 2, top + number * CARD_200[1] * 3 // 2))
    return _frame(page)


def _image(frame: Frame) -> Image.Image:
    return Image.frombytes("RGB", (frame.width, frame.height), frame.rgb)


def _frame(image: Image.Image) -> Frame:
    flat = image.convert("RGB") if image.mode != "RGB" else image
    return Frame(flat.width, flat.height, flat.tobytes())


def _cut_out(frame: Frame, cut: Cut) -> Image.Image:
    if is_whole(cut.corners) and not cut.card:
        return _image(frame)
    size = size_of(frame, cut.corners, card=cut.card)
    tl, tr, br, bl = [(x * frame.width, y * frame.height) for x, y in cut.corners]
    data = _perspective(size, (tl, tr, br, bl))
    return _image(frame).transform(size, Image.Transform.PERSPECTIVE, data, Image.Resampling.BILINEAR)


def _perspective(size: tuple[int, int], into: Sequence[tuple[float, float]]) -> list[float]:
    """The eight numbers Pillow wants: from the cut-out's dots to the picture's."""
    width, height = size
    corners = [(0, 0), (width, 0), (width, height), (0, height)]
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(corners, into, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    return _solved(rows)


def _solved(rows: list[list[float]]) -> list[float]:
    """Gauss with the largest pivot."""
    count = len(rows)
    for at in range(count):
        best = max(range(at, count), key=lambda row: abs(rows[row][at]))
        rows[at], rows[best] = rows[best], rows[at]
        pivot = rows[at][at] or 1e-12
        rows[at] = [value / pivot for value in rows[at]]
        for other in range(count):
            if other != at:
                share = rows[other][at]
                rows[other] = [a - share * b for a, b in zip(rows[other], rows[at], strict=True)]
    return [row[-1] for row in rows]


def _turned(image: Image.Image, turns: int) -> Image.Image:
    way = _TURNS.get(turns % 4)
    return image if way is None else image.transpose(way)


def _toned(image: Image.Image, tone: PageTone) -> Image.Image:
    if tone is PageTone.COLOUR:
        return image
    if tone is PageTone.WHITENED:
        return ImageOps.autocontrast(image, cutoff=(0, 10))
    grey = ImageOps.grayscale(image)
    if tone is PageTone.GREY:
        return grey
    return ImageOps.autocontrast(grey, cutoff=2).point(lambda value: 255 if value > HALF else 0)


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _encode(frame: Frame, tone: PageTone, quality: int) -> PageImage:
    image = _image(frame)
    if tone is PageTone.BLACK_WHITE:
        bits = image.convert("L").point(lambda value: 255 if value > HALF else 0).convert("1")
        return PageImage(frame.width, frame.height, zlib.compress(bits.tobytes(), 9), bits=True)
    grey = tone is PageTone.GREY
    data = _jpeg(image.convert("L") if grey else image, quality)
    return PageImage(frame.width, frame.height, data, grey=grey)
