"""Sheets found under the camera, cut out, put into one file: on drawn pictures whose corners are known."""

import hashlib
import math
from collections.abc import Callable
from functools import cache
from io import BytesIO

import numpy as np
import pypdfium2
import pytest
import qrcode
import zxingcpp
from PIL import Image, ImageFilter

from tests.devices import camera_pictures as pictures
from tests.devices.camera_pictures import A4, HD, Picture, lay, sheet, table, turned
from yichuang_desktop.devices.camera_cv import CvWork
from yichuang_desktop.devices.camera_plain import PlainWork
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.services.ports_cameras import WHOLE, Cut, Frame, PageTone, PictureWork, SheetSeen

WORST = 0.015
"""Share of the picture's diagonal by which a corner may be off."""
MEGABYTE = 1024 * 1024
CODE = "710120261123040009495635083480"
WORK = CvWork()
HANDS = pytest.mark.parametrize("work", [CvWork(), PlainWork()], ids=["opencv", "pillow"])


def frame_of(image: Image.Image) -> Frame:
    return Frame(image.width, image.height, image.convert("RGB").tobytes())


def image_of(frame: Frame) -> Image.Image:
    return Image.frombytes("RGB", (frame.width, frame.height), frame.rgb)


def pixels(frame: Frame) -> "np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]":
    return np.asarray(image_of(frame))


# ---------------------------------------------------------------------------------------------- finding


@pytest.mark.parametrize("name", pictures.FINDABLE)
def test_the_four_corners_of_a_sheet_are_found(name: str) -> None:
    (picture,) = [one for one in pictures.findable() if one.name == name]
    found = WORK.find_sheet(frame_of(picture.image))
    assert found.seen is SheetSeen.FOUND
    assert picture.worst(found.corners) <= WORST


def test_of_two_sheets_the_larger_is_taken_and_said() -> None:
    picture = pictures.two_sheets()
    found = WORK.find_sheet(frame_of(picture.image))
    assert found.seen is SheetSeen.SEVERAL
    assert picture.worst(found.corners) <= WORST


@pytest.mark.parametrize(
    ("drawn", "seen"),
    [
        (pictures.half_page, SheetSeen.CUT),
        (pictures.no_paper, SheetSeen.NONE),
        (pictures.no_light, SheetSeen.NONE),
        (pictures.white_table, SheetSeen.NONE),
    ],
    ids=["half page", "no paper", "no light", "white table"],
)
def test_where_no_whole_sheet_is_seen_the_full_frame_is_kept_and_said(
    drawn: Callable[[], Picture], seen: SheetSeen
) -> None:
    picture = drawn()
    found = WORK.find_sheet(frame_of(picture.image))
    assert found.seen is seen
    assert found.corners == WHOLE
    assert found.seen.title


def colour_of(chance: np.random.Generator) -> tuple[int, int, int]:
    red, green, blue = (int(value) for value in chance.integers(20, 170, 3))
    return red, green, blue


def anywhere(count: int, seed: int = 20261123) -> tuple[list[int], int]:
    """So many sheets anywhere on any table: those found wrongly, and how many were not found."""
    chance = np.random.default_rng(seed)
    wrong, missed = [], 0
    for number in range(count):
        size = (960, 540)
        corners = turned(size, float(chance.uniform(0.45, 0.8)), float(chance.uniform(-30, 30)))
        bent = tuple((x + float(chance.normal(0, 9)), y + float(chance.normal(0, 9))) for x, y in corners)
        ground = table(size, colour_of(chance), seed=number)
        image = pictures.noisy(lay(ground, sheet((620, 877), seed=number), bent), float(chance.uniform(0, 9)))
        picture = Picture(str(number), image, bent)
        found = WORK.find_sheet(frame_of(image))
        inside = all(0 < x < size[0] and 0 < y < size[1] for x, y in bent)
        if found.seen is SheetSeen.FOUND and picture.worst(found.corners) > WORST:
            wrong.append(number)
        missed += inside and found.seen is not SheetSeen.FOUND
    return wrong, missed


def test_sheets_anywhere_on_any_table_are_found_or_honestly_not() -> None:
    wrong, missed = anywhere(8)
    assert not wrong
    assert missed <= 1


# ---------------------------------------------------------------------------------------------- cutting out


@HANDS
def test_a_tilted_sheet_comes_out_upright_and_in_a4(work: PictureWork) -> None:
    tilt = pictures.TILT
    paper = sheet()
    picture = lay(table(), paper, tilt)
    corners = tuple((x / HD[0], y / HD[1]) for x, y in tilt)
    page = work.develop(frame_of(picture), Cut(corners))  # type: ignore[arg-type]
    # So strong a tilt hides the true shape: the measured one stands. A sheet lying flat is A4 exactly.
    assert page.width > 530
    flat = turned(HD, 0.8, 3)
    lying = tuple((x / HD[0], y / HD[1]) for x, y in flat)
    page = work.develop(frame_of(lay(table(), paper, flat)), Cut(lying))  # type: ignore[arg-type]
    assert page.height / page.width == pytest.approx(math.sqrt(2), abs=0.01)
    like = np.asarray(paper.resize((page.width, page.height), Image.Resampling.LANCZOS).convert("L"), float)
    made = np.asarray(image_of(page).convert("L"), float)
    assert np.abs(like - made).mean() < 16


@HANDS
def test_a_card_has_its_true_proportions_and_both_sides_stand_on_one_a4_page(work: PictureWork) -> None:
    corners = turned(HD, 0.34, 2, ratio=pictures.CARD[1] / pictures.CARD[0])
    shares = tuple((x / HD[0], y / HD[1]) for x, y in corners)
    picture = frame_of(lay(table(), sheet(pictures.CARD, lines=7, ground="#cfe3f2"), corners))
    card = work.develop(picture, Cut(shares, card=True))  # type: ignore[arg-type]
    assert card.width / card.height == pytest.approx(85.6 / 54, abs=0.01)
    page = work.join([card, card])
    assert page.height / page.width == pytest.approx(math.sqrt(2), abs=0.01)
    blue = (pixels(page)[:, :, 2].astype(int) - pixels(page)[:, :, 0]) > 15
    rows = blue.any(axis=1).astype(int)
    assert int((np.diff(rows) == 1).sum()) == 2
    assert blue.any(axis=0).sum() / page.width == pytest.approx(85.6 / 210, abs=0.01)


@HANDS
def test_the_full_frame_is_the_picture_itself(work: PictureWork) -> None:
    picture = frame_of(sheet((400, 300)))
    assert work.develop(picture, Cut()) == picture


@HANDS
def test_quarter_turns_go_clockwise(work: PictureWork) -> None:
    image = Image.new("RGB", (40, 20), "white")
    image.paste((255, 0, 0), (0, 0, 20, 20))
    page = work.develop(frame_of(image), Cut(turns=1))
    assert (page.width, page.height) == (20, 40)
    assert pixels(page)[5, 10].tolist() == [255, 0, 0]
    assert work.develop(frame_of(image), Cut(turns=4)) == frame_of(image)


@HANDS
@pytest.mark.parametrize("tone", list(PageTone))
def test_every_tone_makes_a_page(work: PictureWork, tone: PageTone) -> None:
    page = work.develop(frame_of(sheet((620, 877), ground="#d9c58f")), Cut(tone=tone))
    dots = pixels(page)
    grey = bool((dots[:, :, 0] == dots[:, :, 2]).all())
    assert grey == (tone in (PageTone.GREY, PageTone.BLACK_WHITE))
    if tone is PageTone.BLACK_WHITE:
        assert set(np.unique(dots)) <= {0, 255}


def test_yellow_paper_under_a_shadow_becomes_white() -> None:
    dim = pictures.shadow(sheet((900, 1270), ground="#d9c58f"))
    made = pixels(WORK.develop(frame_of(dim), Cut(tone=PageTone.WHITENED)))
    assert np.median(np.asarray(dim)) < 215
    assert np.median(made) >= 250


# ---------------------------------------------------------------------------------------------- the file


def read_back(content: bytes) -> "pypdfium2.PdfDocument":
    return pypdfium2.PdfDocument(content)


@HANDS
def test_several_pages_make_one_pdf_that_others_read(work: PictureWork) -> None:
    pages = [(frame_of(sheet(A4, seed=seed)), tone) for seed, tone in enumerate(PageTone)]
    developed = [(work.develop(frame, Cut(tone=tone)), tone) for frame, tone in pages]
    made = work.file(developed, 10 * MEGABYTE)
    assert made.sha256 == hashlib.sha256(made.content).hexdigest()
    with read_back(made.content) as document:
        assert len(document) == len(pages) == len(made.pages)
        for number, (frame, _tone) in enumerate(developed):
            page = document[number]
            width, height = page.get_size()
            assert height == pytest.approx(842, abs=1)
            assert width / height == pytest.approx(frame.width / frame.height, abs=0.01)
            shown = page.render(scale=frame.width / width).to_pil().convert("L").resize((310, 438))
            like = image_of(frame).convert("L").resize((310, 438))
            assert np.abs(np.asarray(shown, float) - np.asarray(like, float)).mean() < 6


@HANDS
def test_each_page_hash_is_that_of_the_picture_in_the_file(work: PictureWork) -> None:
    made = work.file([(frame_of(sheet((620, 877), seed=seed)), PageTone.COLOUR) for seed in (1, 2)], MEGABYTE)
    with read_back(made.content) as document:
        for number, page_hash in enumerate(made.pages):
            (picture,) = document[number].get_objects()
            assert isinstance(picture, pypdfium2.PdfImage)
            assert hashlib.sha256(bytes(picture.get_data())).hexdigest() == page_hash
    assert [hashlib.sha256(page).hexdigest() for page in work.pages_of(made.content)] == list(made.pages)


@HANDS
def test_black_and_white_pages_come_back_as_they_were(work: PictureWork) -> None:
    page = work.develop(frame_of(sheet((619, 877))), Cut(tone=PageTone.BLACK_WHITE))
    made = work.file([(page, PageTone.BLACK_WHITE)], MEGABYTE)
    (picture,) = work.pages_of(made.content)
    again = Image.open(BytesIO(picture)).convert("RGB")
    assert frame_of(again) == page
    assert len(made.content) < 60_000


def test_a_file_never_grows_over_its_limit() -> None:
    chance = np.random.default_rng(5)
    rough = Image.fromarray(chance.integers(0, 255, (800, 600, 3), dtype=np.uint8))
    pages = [(frame_of(rough.filter(ImageFilter.GaussianBlur(1))), PageTone.COLOUR) for _ in range(6)]
    best = WORK.file(pages, 100 * MEGABYTE)
    capped = WORK.file(pages, MEGABYTE)
    assert len(best.content) > MEGABYTE >= len(capped.content)
    with read_back(capped.content) as document:
        assert len(document) == 6
    with pytest.raises(RuleViolation, match="scan_too_large"):
        WORK.file(pages, 100_000)


def test_nothing_makes_no_file() -> None:
    with pytest.raises(RuleViolation, match="pages_none"):
        WORK.file([], MEGABYTE)


@HANDS
def test_a_single_page_may_be_a_picture(work: PictureWork) -> None:
    made = work.file([(frame_of(sheet((620, 877))), PageTone.COLOUR)], MEGABYTE, picture=True)
    assert made.content.startswith(b"\xff\xd8\xff")
    assert made.pages == (made.sha256,)


@HANDS
@pytest.mark.parametrize("content", [b"", b"MZ", b"%PDF-1.7 of somebody else"])
def test_what_is_no_picture_is_refused_in_words(work: PictureWork, content: bytes) -> None:
    with pytest.raises(RuleViolation, match="picture_unreadable"):
        work.read(content)
    with pytest.raises(RuleViolation, match="picture_unreadable"):
        work.pages_of(content)


# ---------------------------------------------------------------------------------------------- codes


@cache
def slip(code: str = CODE) -> Image.Image:
    """A receipt slip with its QR code and, below, the same number as CODE128."""
    made = qrcode.QRCode(box_size=7, border=4, error_correction=qrcode.constants.ERROR_CORRECT_M)
    made.add_data(code)
    image = Image.new("RGB", (576, 760), "white")
    square = made.make_image().convert("RGB")
    image.paste(square, ((576 - square.width) // 2, 120))
    bars = zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.Code128).to_image(scale=2)
    strip = Image.fromarray(np.asarray(bars)).convert("RGB").resize((500, 90), Image.Resampling.NEAREST)
    image.paste(strip, (38, 520))
    return image


@pytest.mark.parametrize("degrees", [0, 13, -45, 90])
@pytest.mark.parametrize("spoil", ["blurred", "dim", "small"])
def test_our_codes_are_read_off_a_slip_however_it_lies(degrees: int, spoil: str) -> None:
    share = 0.42 if spoil == "small" else 0.66
    corners = turned(HD, share, degrees, ratio=760 / 576)
    image = lay(table(), slip(), corners)
    if spoil == "blurred":
        image = image.filter(ImageFilter.GaussianBlur(1.3))
    if spoil == "dim":
        image = pictures.lamp(pictures.shadow(image), 0.4)
    assert WORK.codes(frame_of(pictures.noisy(image))) == (CODE,)


def test_a_table_has_no_code() -> None:
    assert WORK.codes(frame_of(pictures.no_paper().image)) == ()


def test_without_the_cameras_parts_nothing_is_found_and_nothing_breaks() -> None:
    work = PlainWork()
    picture = frame_of(pictures.findable()[0].image)
    assert not work.finds_sheets
    assert work.find_sheet(picture).corners == WHOLE
    assert work.codes(picture) == ()
