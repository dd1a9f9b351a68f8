"""The look: tokens, one style sheet, fonts, icons, sounds, keys."""

import json
import os
import re
import subprocess
import sys
import wave
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QFontInfo, QImage, QPainter
from PySide6.QtWidgets import QLabel

from yichuang_desktop.settings import resource
from yichuang_desktop.ui import fonts, theme
from yichuang_desktop.ui.parts.icons import paint_icon
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.sounds import Sounds, compose
from yichuang_desktop.ui.theme import Tone

UI = Path(theme.__file__).parent


def luminance(colour: QColor) -> float:
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.getRgbF()[:3]
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(theme.colour(one)), luminance(theme.colour(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_style_sheet_fills_every_token_and_qt_understands_it(qtbot, qtlog):
    sheet = theme.style_sheet()
    assert "${" not in sheet
    label = QLabel()
    qtbot.addWidget(label)
    label.setStyleSheet(sheet)
    label.ensurePolished()
    assert not [record for record in qtlog.records if "parse" in record.message.lower()]


def test_the_colours_are_those_of_the_design():
    assert theme.colour("ink").name() == "#1b2733"
    assert theme.colour("main").name() == "#1d5fa8"
    assert (theme.size("row_two"), theme.size("field"), theme.size("act"), theme.size("main_act")) == (
        54,
        36,
        44,
        52,
    )


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("ink", "card"), ("second", "card"), ("second", "ground"), ("good", "good_soft"),
        ("warn", "warn_soft"), ("bad", "bad_soft"), ("main", "main_soft"), ("calm", "calm_soft"),
        ("card", "main"), ("card", "bar"), ("rail_words", "rail"), ("bar_soft", "rail"),
        ("bar_soft", "rail_here"), ("disabled_text", "disabled"),
    ],
)  # fmt: skip
def test_words_can_be_read_at_arms_length(ink, ground):
    assert contrast(ink, ground) >= 4.5


def test_no_widget_writes_a_colour_of_its_own():
    written = {
        path.name: found
        for path in UI.rglob("*.py")
        if (found := re.findall(r"[\"']#[0-9a-fA-F]{6}[\"']", path.read_text("utf-8")))
    }
    assert written == {}


def test_no_text_of_the_program_is_in_third_ink_or_holds_an_emoji():
    sheet = resource("theme/desk.qss").read_text("utf-8")
    assert not re.search(r"(?<![-\w])color: \$\{third\}", sheet)
    for path in UI.rglob("*.py"):
        assert not re.search("[\U0001f000-\U0001faff☀-⛿]", path.read_text("utf-8")), path


def test_the_font_is_the_shipped_one_where_the_look_must_be_the_same(themed):
    assert QFontInfo(themed.font()).family() == "Noto Sans SC"
    assert QFontInfo(QFont(themed.font().family(), weight=QFont.Weight.Bold)).bold()


def test_an_installed_chinese_font_is_preferred_and_the_shipped_one_is_the_fallback():
    assert fonts.choose(["Noto Sans SC", "No Such Family"])[0] == "Noto Sans SC"
    assert fonts.choose(["No Such Family"])[0] == "Noto Sans SC"


def test_a_character_no_font_covers_is_named_at_once():
    assert fonts.uncovered("测试样例㛃", ["Noto Sans SC"]) in ([], ["㛃"])
    assert fonts.uncovered("王\U000f0000", ["Noto Sans SC"]) == ["\U000f0000"]


@pytest.mark.parametrize("path", sorted(resource("icons").glob("*.svg")), ids=lambda path: path.stem)
def test_every_icon_draws_something(themed, path):
    picture = QImage(48, 48, QImage.Format.Format_ARGB32)
    picture.fill(0)
    painter = QPainter(picture)
    paint_icon(painter, path.stem, QColor("red"), QRectF(0, 0, 48, 48))
    painter.end()
    drawn = sum(picture.pixelColor(x, y).alpha() > 128 for x in range(48) for y in range(48))
    assert 20 < drawn < 48 * 48 * 0.6


@pytest.mark.parametrize("name", ["good", "bad"])
def test_the_sounds_are_what_the_program_computes_and_short(name):
    path = resource(f"sounds/{name}.wav")
    assert path.read_bytes() == compose(name)
    with wave.open(str(path)) as sound:
        assert sound.getnframes() / sound.getframerate() < 0.6


def test_a_sound_never_fails_and_can_be_switched_off(themed, monkeypatch):
    played = []
    monkeypatch.setattr(
        "yichuang_desktop.ui.sounds._play_by_program", lambda path: played.append(path.name) or True
    )
    Sounds(enabled=False).bad()
    Sounds(enabled=True).good()
    assert played == ["good.wav"]
    monkeypatch.setattr("yichuang_desktop.ui.sounds._play_by_program", lambda path: False)
    Sounds(enabled=True).bad()


def test_no_two_keys_are_the_same_key():
    keys = [key.keys for key in Key if key.keys]
    assert len(keys) == len(set(keys))
    assert len(list(Key)) == len({key.value for key in Key})


def test_marking_a_widget_changes_its_look_at_once(qtbot):
    label = QLabel("缺")
    qtbot.addWidget(label)
    label.setProperty("role", "badge")
    label.show()
    theme.mark(label, tone=Tone.BAD)
    image = label.grab().toImage()
    assert image.pixelColor(image.width() // 2, 3) == theme.colour("bad_soft")


def test_the_quick_way_to_an_application_gives_the_same_look():
    """Style and font at once; the style sheet with each window, when all in it is built."""
    program = (
        "from PySide6.QtWidgets import QLabel, QWidget\n"
        "from yichuang_desktop.ui import theme\n"
        "app = theme.make_application()\n"
        "print(app.style().objectName(), app.font().pixelSize(), app.styleSheet() == '')\n"
        "window = QWidget()\n"
        "inside = QLabel('x', window)\n"
        "theme.dress(window)\n"
        "print(inside.style().metaObject().className())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert done.stdout.split() == ["fusion", "15", "True", "QStyleSheetStyle"]


@pytest.mark.parametrize("scale", [1, 2])
def test_every_part_is_whole_at_1366_by_768_and_sharp_at_twice_the_density(tmp_path, scale):
    """The gallery in its own process: screen and scale are fixed when Qt starts."""
    screen = {"name": "desk", "x": 0, "y": 0, "width": 1366 * scale, "height": 768 * scale}
    screen |= {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    config = tmp_path / "screens.json"
    config.write_text(json.dumps({"screens": [screen]}))
    surroundings = {"QT_SCALE_FACTOR": str(scale), "QT_QPA_PLATFORM": f"offscreen:configfile={config}"}
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("gallery.py")), str(tmp_path / "shots")],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **surroundings},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert "cut:" not in done.stdout, done.stdout
    shots = [QImage(str(shot)) for shot in sorted((tmp_path / "shots").glob("*.png"))]
    assert len(shots) == 9
    assert {(shot.width(), shot.height()) for shot in shots} == {(1366 * scale, 768 * scale)}
