"""The shipped fonts carry every name a person in the county may bear, as far as free fonts go."""

import unicodedata

import pytest
from PIL import ImageFont
from PySide6.QtGui import QRawFont
from PySide6.QtWidgets import QApplication

from yichuang_desktop.settings import resource

FILES = ["NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf", "RareHan-A.otf", "RareHan-B.otf"]
RARE_NAMES = "㛃𬱟𠮷䶮𪻐𮧵㬵"


@pytest.fixture
def fonts(qapp: QApplication) -> dict[str, QRawFont]:
    return {name: QRawFont(str(resource(f"fonts/{name}")), 12) for name in FILES}


@pytest.mark.parametrize("character", RARE_NAMES + "·（）《》①～ｘＸ")
def test_a_rare_name_has_a_glyph(fonts: dict[str, QRawFont], character: str) -> None:
    assert any(font.supportsCharacter(ord(character)) for font in fonts.values())


def test_bold_covers_what_regular_covers(fonts: dict[str, QRawFont]) -> None:
    regular, bold = fonts[FILES[0]], fonts[FILES[1]]
    assert regular.isValid()
    assert bold.isValid()
    codes = [code for code in range(0x20, 0xFFFF) if regular.supportsCharacter(code)]
    assert len(codes) > 28_000
    assert [code for code in codes if not bold.supportsCharacter(code)] == []


@pytest.mark.parametrize("name", FILES[:2])
def test_a_pdf_reads_the_character_and_not_its_radical(fonts: dict[str, QRawFont], name: str) -> None:
    """A PDF takes the lowest code of a glyph: no radical may share the glyph of the character itself."""
    font = fonts[name]
    glyph = {code: font.glyphIndexesForString(chr(code))[0] for code in range(0x2F00, 0x2FD6)}
    for radical, index in glyph.items():
        character = unicodedata.normalize("NFKC", chr(radical))
        assert index != font.glyphIndexesForString(character)[0]


@pytest.mark.parametrize("name", FILES)
def test_the_slip_printer_can_draw_with_it(name: str) -> None:
    font = ImageFont.truetype(resource(f"fonts/{name}"), 24)
    assert font.getname()[0] in {"Noto Sans SC", "HanaMinA", "HanaMinB"}


def test_every_font_comes_with_its_licence_and_they_stay_below_forty_megabytes() -> None:
    folder = resource("fonts")
    assert {file.name for file in folder.glob("*.?tf")} == set(FILES)
    assert "SIL Open Font License" in (folder / "NotoSansSC-LICENSE.txt").read_text("utf-8")
    assert "Unlimited permission" in (folder / "RareHan-LICENSE.txt").read_text("utf-8")
    assert sum(file.stat().st_size for file in folder.iterdir()) < 40_000_000
