"""What a document camera sees, drawn with Pillow and numpy: sheets with text on tables, their corners known.

Imports nothing from the product.
"""

import math
from dataclasses import dataclass
from functools import cache
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

A4 = (826, 1169)
CARD = (674, 425)
HD = (1280, 720)
Point = tuple[float, float]
TILT: tuple[Point, ...] = ((347.0, 87.0), (887.0, 113.0), (987.0, 673.0), (260.0, 640.0))


@dataclass(frozen=True)
class Picture:
    """A picture and the true corners of its sheet (top left, clockwise), in dots; none without one."""

    name: str
    image: Image.Image
    corners: tuple[Point, ...] = ()

    @property
    def rgb(self) -> bytes:
        return self.image.tobytes()

    @property
    def diagonal(self) -> float:
        return math.hypot(*self.image.size)

    def worst(self, shares: tuple[Point, ...]) -> float:
        """How far the worst corner (given as shares of the frame) is off, as a share of the diagonal."""
        width, height = self.image.size
        found = [(x * width, y * height) for x, y in shares]
        rolls = [[*found[at:], *found[:at]] for at in range(4)]
        return min(max(map(math.dist, roll, self.corners)) for roll in rolls) / self.diagonal

    def jpeg(self, quality: int = 92) -> bytes:
        out = BytesIO()
        self.image.save(out, "JPEG", quality=quality)
        return out.getvalue()


def sheet(
    size: tuple[int, int] = A4, *, lines: int = 34, seed: int = 1, ground: str = "#fbfaf6"
) -> Image.Image:
    """A sheet with lines of words, a frame as forms have, and a red seal."""
    image = Image.new("RGB", size, ground)
    draw, chance = ImageDraw.Draw(image), np.random.default_rng(seed)
    width, height = size
    step = height / (lines + 6)
    for line in range(lines):
        x, y = width * 0.1, step * (line + 3)
        while x < width * (0.9 if line % 5 else 0.55):
            length = float(chance.uniform(0.02, 0.06)) * width
            draw.rectangle((x, y, min(x + length, width * 0.9), y + step * 0.45), fill="#2a2a30")
            x += length + width * 0.012
    draw.rectangle((width * 0.08, height * 0.6, width * 0.92, height * 0.8), outline="#202020", width=4)
    draw.ellipse(
        (width * 0.62, height * 0.72, width * 0.82, height * 0.72 + width * 0.2), outline="#c81e1e", width=9
    )
    return image


def table(
    size: tuple[int, int] = HD, colour: tuple[int, int, int] = (92, 70, 52), seed: int = 2
) -> Image.Image:
    """A table top with some grain."""
    chance = np.random.default_rng(seed)
    grain = chance.normal(0, 6, (size[1], 1, 1)) + chance.normal(0, 4, (size[1], size[0], 1))
    dots = np.clip(np.array(colour, float)[None, None, :] + grain, 0, 255).astype(np.uint8)
    return Image.fromarray(dots).filter(ImageFilter.GaussianBlur(1.2))


def lay(ground: Image.Image, paper: Image.Image, corners: tuple[Point, ...]) -> Image.Image:
    """Put a sheet on a table, its corners where they are said to be."""
    width, height = paper.size
    numbers = _perspective(corners, ((0, 0), (width, 0), (width, height), (0, height)))
    laid = paper.transform(ground.size, Image.Transform.PERSPECTIVE, numbers, Image.Resampling.BICUBIC)
    where = Image.new("L", paper.size, 255).transform(
        ground.size, Image.Transform.PERSPECTIVE, numbers, Image.Resampling.BILINEAR
    )
    result = ground.copy()
    result.paste(laid, mask=where)
    return result


def shadow(image: Image.Image, *, dark: float = 0.45, soft: int = 40) -> Image.Image:
    """The clerk's own arm between lamp and paper: a soft dark band across a corner."""
    width, height = image.size
    mask = Image.new("L", image.size, 255)
    ImageDraw.Draw(mask).polygon(
        [(width * 0.15, 0), (width * 0.55, 0), (width * 0.95, height), (width * 0.5, height)],
        fill=int(255 * dark),
    )
    light = np.asarray(mask.filter(ImageFilter.GaussianBlur(soft)), float)[:, :, None] / 255
    return Image.fromarray(np.clip(np.asarray(image, float) * light, 0, 255).astype(np.uint8))


def lamp(image: Image.Image, least: float = 0.55) -> Image.Image:
    """Light from one side, and a lens dark towards the edges."""
    width, height = image.size
    x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(-1, 1, height))
    light = (least + (1 - least) * x) * (1 - 0.25 * ((2 * x - 1) ** 2 + y**2) / 2)
    return Image.fromarray(np.clip(np.asarray(image, float) * light[:, :, None], 0, 255).astype(np.uint8))


def noisy(image: Image.Image, by: float = 6.0, seed: int = 3) -> Image.Image:
    """A cheap sensor."""
    dots = np.asarray(image, float) + np.random.default_rng(seed).normal(
        0, by, (image.height, image.width, 3)
    )
    return Image.fromarray(np.clip(dots, 0, 255).astype(np.uint8))


def upright(size: tuple[int, int] = HD, share: float = 0.86) -> tuple[Point, ...]:
    """The corners of an A4 sheet lying straight in the middle."""
    return turned(size, share, 0.0)


def turned(
    size: tuple[int, int], share: float, degrees: float, ratio: float = A4[1] / A4[0]
) -> tuple[Point, ...]:
    """The corners of a sheet turned about the middle of the frame; ``share`` of the frame's height."""
    width, height = size
    down = height * share
    across = down / ratio
    angle = math.radians(degrees)
    corners = []
    for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        dx, dy = x * across / 2, y * down / 2
        corners.append(
            (
                width / 2 + dx * math.cos(angle) - dy * math.sin(angle),
                height / 2 + dx * math.sin(angle) + dy * math.cos(angle),
            )
        )
    return tuple(corners)


FINDABLE = (
    "turned 0", "turned 4", "turned -11", "turned 23", "turned -38", "turned 90", "tilted", "shadow", "lamp",
    "blurred", "blank", "grey table", "dark table", "yellow paper", "blue table", "card",
)  # fmt: skip


@cache
def findable() -> tuple[Picture, ...]:
    """Sheets whose edges can be seen."""
    pictures = []
    for degrees in (0, 4, -11, 23, -38, 90):
        share = 0.62 if abs(degrees) > 30 else 0.8
        corners = turned(HD, share, degrees)
        pictures.append(Picture(f"turned {degrees}", noisy(lay(table(), sheet(), corners)), corners))
    tilt = TILT
    pictures.append(Picture("tilted", noisy(lay(table(), sheet(), tilt)), tilt))
    corners = turned(HD, 0.82, 5)
    on_table = lay(table(), sheet(), corners)
    pictures += [
        Picture("shadow", noisy(shadow(on_table)), corners),
        Picture("lamp", noisy(lamp(on_table)), corners),
        Picture("blurred", on_table.filter(ImageFilter.GaussianBlur(2)), corners),
        Picture("blank", noisy(lay(table(), sheet(lines=0), corners)), corners),
        Picture("grey table", noisy(lay(table(colour=(150, 152, 155)), sheet(), corners)), corners),
        Picture("dark table", noisy(lay(table(colour=(22, 24, 26)), sheet(), corners)), corners),
        Picture("yellow paper", noisy(lay(table(), sheet(ground="#d9c58f"), corners)), corners),
        Picture("blue table", noisy(lay(table(colour=(120, 160, 205)), sheet(), corners)), corners),
    ]
    card = turned(HD, 0.34, 7, ratio=CARD[1] / CARD[0])
    pictures.append(Picture("card", noisy(lay(table(), sheet(CARD, lines=7), card)), card))
    return tuple(pictures)


@cache
def two_sheets() -> Picture:
    """A sheet, and a smaller one beside it."""
    big = tuple((x - 280, y) for x, y in turned(HD, 0.85, 3))
    small = tuple((x + 320, y) for x, y in turned(HD, 0.6, -6))
    return Picture("two sheets", noisy(lay(lay(table(), sheet(), big), sheet(seed=7), small)), big)


@cache
def half_page() -> Picture:
    """A sheet pushed half out of the picture."""
    corners = tuple((x, y + 320) for x, y in turned(HD, 0.9, 4))
    return Picture("half page", noisy(lay(table(), sheet(), corners)))


@cache
def no_paper() -> Picture:
    """Nothing but the table."""
    return Picture("no paper", noisy(table()))


@cache
def no_light() -> Picture:
    """The lens cap is on."""
    return Picture("no light", noisy(Image.new("RGB", HD, (3, 3, 3)), 2))


@cache
def white_table() -> Picture:
    """White paper on a white table: nobody can see its edges."""
    corners = turned(HD, 0.82, 5)
    paper = lay(table(colour=(250, 249, 245)), sheet(lines=0), corners)
    return Picture("white table", paper)


def _perspective(source: tuple[Point, ...], target: tuple[Point, ...]) -> list[float]:
    rows, right = [], []
    for (x, y), (u, v) in zip(source, target, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return [float(number) for number in np.linalg.solve(np.array(rows), np.array(right))]
