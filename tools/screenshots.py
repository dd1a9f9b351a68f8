"""Refresh the pictures of the docs from a tour.   python tools/screenshots.py TOUR-FOLDER

The tour numbers its pictures; here they are taken by name, so a new step in the tour moves nothing.  The
papers and the slip of the tour's case are laid side by side on one picture.  Pictures are kept small.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from PIL import Image

SHOTS = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
COLOURS = 256
WIDTH, HEIGHT, GAP = 1366, 768, 20
GROUND = (226, 230, 236)

PICTURES = {
    "login": "login",
    "intake": "intake-complete",
    "citizen-signs": "citizen-signs",
    "citizen-rates": "citizen-rates-intake",
    "handover": "handover-signed",
    "issuance": "issuance-ready",
    "lost-receipt": "issuance-lost-receipt",
    "case": "case-timeline",
    "ledger": "screen-ledger",
    "prints": "screen-prints",
    "devices": "screen-devices",
    "consultation": "consultation-refer",
    "conditional": "conditional-told",
    "obligations": "obligations",
    "package": "package-parts",
    "online": "online-queue",
    "copy-card": "pushes-copy-card",
    "special-step": "special-step-opened",
    "dues": "screen-dues",
    "return-chain": "return-chain",
    "returns": "screen-returns",
    "mail": "mail-result",
    "bag": "archive-bag",
    "archive": "screen-archive",
    "day-close": "screen-day-close",
    "duties": "screen-duties",
    "delegations": "screen-delegations",
}
"""Name in the docs → name in the tour, without its number."""
PAPERS = ("*_receipt_sheet_1_*.pdf", "*_credit_commitment_1_*.pdf")
SLIP = "*_receipt_slip_1_*.png"


def refresh(tour: Path) -> list[str]:
    """Replace every picture the tour has; gives the names of those it has not."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    missing = []
    for name, pattern in PICTURES.items():
        found = sorted(tour.glob(f"[0-9]*-{pattern}.png"))
        if found:
            keep(Image.open(found[-1]), name)
        else:
            missing.append(name)
    papers = [*(_first(tour / "papers", pattern) for pattern in PAPERS), _first(tour / "slips", SLIP)]
    if None in papers:
        missing.append("papers")
    else:
        keep(side_by_side([_drawn(paper) for paper in papers if paper]), "papers")
    return missing


def keep(picture: Image.Image, name: str) -> None:
    """Write one picture, reduced to a palette."""
    small = picture.convert("RGB").quantize(
        COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
    )
    small.save(SHOTS / f"{name}.png", optimize=True)


def side_by_side(pictures: Sequence[Image.Image]) -> Image.Image:
    """Papers at one height on a grey ground of a screen's size, as high as all of them fit."""
    room = WIDTH - GAP * (len(pictures) + 1)
    high = min(HEIGHT - 2 * GAP, int(room / sum(one.width / one.height for one in pictures)))
    scaled = [
        one.resize((int(one.width * high / one.height), high), Image.Resampling.LANCZOS) for one in pictures
    ]
    ground = Image.new("RGB", (WIDTH, high + 2 * GAP), GROUND)
    left = (WIDTH - sum(one.width for one in scaled) - GAP * (len(scaled) - 1)) // 2
    for one in scaled:
        ground.paste(one, (left, GAP))
        left += one.width + GAP
    return ground


def _first(folder: Path, pattern: str) -> Path | None:
    return next(iter(sorted(folder.glob(pattern))), None)


def _drawn(file: Path) -> Image.Image:
    if file.suffix == ".png":
        return Image.open(file).convert("RGB")
    with pypdfium2.PdfDocument(file) as document:
        return document[0].render(scale=2).to_pil().convert("RGB")


def main(arguments: Sequence[str]) -> int:
    """The exit code is 1 when the tour lacks a picture; the old one then stays."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        print(__doc__)
        return 2
    missing = refresh(Path(arguments[0]))
    for name in missing:
        print(f"not in this tour: {name}")
    total = sum(file.stat().st_size for file in SHOTS.glob("*.png"))
    print(f"{len(list(SHOTS.glob('*.png')))} pictures, {total // 1024} KB, in {SHOTS}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
