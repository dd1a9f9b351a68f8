"""Makes resources/fonts from the upstream files. Needs ``pip install fonttools cffsubr`` beside the project.

    python tools/make_fonts.py NOTO_FOLDER HANAZONO_FOLDER resources/fonts

NOTO_FOLDER is the unpacked npm package @expo-google-fonts/noto-sans-sc (0.4.3), HANAZONO_FOLDER the folder of
HanaMinA.ttf and HanaMinB.ttf (Debian's fonts-hanazono 20170904). What is changed, and why, stands in
resources/fonts/README.md. Takes some twenty minutes, nearly all of it in finding common subroutines.
"""

import array
import sys
from collections import defaultdict
from pathlib import Path

import cffsubr
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphCoordinates

Point = tuple[int, int]
TOLERANCE = 1.5  # font units; the em is 1024
HAN = [(0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF)]
# Share a glyph with the character that people mean, and would be taken for it in a PDF's text.
ALIASES = {0x2215, 0x2329, 0x232A, 0x301C, 0x3ADA, 0x3B35, 0x3B3A, 0x3BA3}
UNUSED = ["FFTM", "BASE", "GDEF", "GSUB", "GPOS", "vhea", "vmtx", "gasp"]


def is_han(code: int) -> bool:
    return any(first <= code <= last for first, last in HAN)


def aliases(font: TTFont) -> set[int]:
    """The radicals that share a glyph with the character itself, and the other doubles named above."""
    sharing = defaultdict(list)
    for code, glyph in font.getBestCmap().items():
        sharing[glyph].append(code)
    return ALIASES | {
        code for codes in sharing.values() if len(codes) > 1 for code in codes if 0x2E80 <= code <= 0x2FDF
    }


def write_noto(source: Path, target: Path) -> set[int]:
    """Noto Sans SC without the aliases; returns the characters it covers."""
    font = TTFont(source)
    unwanted = aliases(font)
    for table in font["cmap"].tables:
        if table.format != 14:
            table.cmap = {code: glyph for code, glyph in table.cmap.items() if code not in unwanted}
    font.save(target)
    return set(font.getBestCmap())


def write_rare(source: Path, target: Path, codes: set[int]) -> None:
    """These characters of a HanaMin font, their outlines thinned and packed as CFF."""
    font = TTFont(source)
    options = Options(hinting=False, notdef_outline=True, glyph_names=False, layout_features=[])
    options.name_IDs = ["*"]
    options.drop_tables += UNUSED
    cutter = Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(font)
    for name in font.getGlyphOrder():
        thin_glyph(font["glyf"][name], font["glyf"])
    to_cff(font)
    cffsubr.subroutinize(font, keep_glyph_names=False)
    font.save(target)


def thin_glyph(glyph: Glyph, table: object) -> None:
    """Drop the points of a glyph's polylines that lie within the tolerance. Curves are left alone."""
    if glyph.isComposite() or glyph.numberOfContours < 1 or not all(flag & 1 for flag in glyph.flags):
        return
    points, ends, start = [], [], 0
    for end in glyph.endPtsOfContours:
        points += thin([(x, y) for x, y in glyph.coordinates[start : end + 1]])
        ends.append(len(points) - 1)
        start = end + 1
    glyph.coordinates = GlyphCoordinates(points)
    glyph.flags = array.array("B", [1] * len(points))
    glyph.endPtsOfContours = ends
    glyph.recalcBounds(table)


def thin(contour: list[Point]) -> list[Point]:
    if len(contour) < 5:
        return contour
    (x, y), indices = contour[0], range(len(contour))
    far = max(indices, key=lambda i: (contour[i][0] - x) ** 2 + (contour[i][1] - y) ** 2)
    kept = douglas_peucker(contour[: far + 1])[:-1] + douglas_peucker(contour[far:] + contour[:1])[:-1]
    return kept if far and len(kept) > 2 else contour


def douglas_peucker(line: list[Point]) -> list[Point]:
    keep, stack = {0, len(line) - 1}, [(0, len(line) - 1)]
    while stack:
        first, last = stack.pop()
        inner = range(first + 1, last)
        worst = max(inner, key=lambda i: _distance(line[i], line[first], line[last]), default=None)
        if worst is not None and _distance(line[worst], line[first], line[last]) > TOLERANCE**2:
            keep.add(worst)
            stack += [(first, worst), (worst, last)]
    return [line[i] for i in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """The square of a point's distance from a stretch of line."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    px, py = point[0] - start[0], point[1] - start[1]
    along = max(0.0, min(1.0, (px * dx + py * dy) / (dx * dx + dy * dy))) if dx or dy else 0.0
    return (px - along * dx) ** 2 + (py - along * dy) ** 2


def to_cff(font: TTFont) -> None:
    glyphs, widths = font.getGlyphSet(), font["hmtx"].metrics
    programs = {}
    for name in font.getGlyphOrder():
        pen = T2CharStringPen(widths[name][0], glyphs)
        glyphs[name].draw(pen)
        programs[name] = pen.getCharString()
    for tag in ("glyf", "loca", "prep", "fpgm", "cvt "):
        if tag in font:
            del font[tag]
    names = font["name"]
    builder = FontBuilder(font=font)
    builder.isTTF = False
    font.sfntVersion = "OTTO"
    font["maxp"].tableVersion = 0x5000
    font["post"].formatType = 3.0
    info = {"FullName": names.getDebugName(4), "FamilyName": names.getDebugName(1), "Weight": "Regular"}
    builder.setupCFF(names.getDebugName(6), info, programs, {})


def main(noto: Path, hanazono: Path, target: Path) -> None:
    covered = write_noto(noto / "400Regular" / "NotoSansSC_400Regular.ttf", target / "NotoSansSC-Regular.ttf")
    write_noto(noto / "700Bold" / "NotoSansSC_700Bold.ttf", target / "NotoSansSC-Bold.ttf")
    for letter in "BA":
        source = hanazono / f"HanaMin{letter}.ttf"
        codes = {code for code in TTFont(source).getBestCmap() if is_han(code)} - covered
        write_rare(source, target / f"RareHan-{letter}.otf", codes)
        covered |= codes


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
