"""``python -m tests.soak --only slips``: two thousand made-up slips on a printer that forgives nothing.

Each is rendered, parsed from its bytes alone, its lines of dots read as dots, its codes scanned.
"""

import platform
import sys
import time
from collections import Counter
from datetime import datetime

from tests.printing.slips_made import check, check_rating, made_up, printers
from tests.soak.sections import write_section

SLIPS = 2_000
TITLE = "Slips read back from their bytes"
METHOD = """\
Receipts made up from a seed (rare names, the longest item and material names of the demonstration data,
empty fields, with and without 补打), each for one of {printers} printers: every shipped profile, every
width (384, 512, 576 dots; 32, 42, 48 columns) with every character set, with and without codes of its
own, old narrow bands, 42 columns over the whole width. The bytes go to `tests/printing/strict_reader.py`,
which imports nothing of the program and refuses unknown or misplaced commands, Chinese before FS &,
four-byte codes, characters the font lacks, lines wider than the paper, cuts through text, codes that do
not fit, and 10 04, 10 05, 10 14 anywhere. Lines that came out as dots are read from the dots
(`tests/printing/dot_reader.py`), QR codes and CODE128 are scanned by zxing-cpp. A slip counts when every
text stands on it in order and the codes say what the case says.
"""


def main(slips: int = SLIPS, report: bool = True) -> int:
    """Read them all; 1 when one was not whole."""
    start, counted, wrong = time.perf_counter(), Counter[str](), []
    for seed in range(slips):
        try:
            counted.update(_one(seed))
        except AssertionError as error:
            wrong.append(f"seed {seed}: {error}")
    seconds = time.perf_counter() - start
    for line in wrong:
        sys.stderr.write(f"WRONG: {line}\n")
    text = _report(slips, counted, len(wrong), seconds)
    sys.stderr.write(text)
    if report:
        write_section(TITLE, text)
    return 1 if wrong else 0


def _one(seed: int) -> dict[str, int]:
    of = printers()[seed % len(printers())]
    paper, mark = made_up(seed)
    seen = check(paper, of, mark)
    check_rating(seed, of)
    return {
        "slips": 1,
        "characters": len(seen.text),
        "lines drawn": len(seen.drawn),
        "QR codes": len(seen.codes),
        "CODE128": len(seen.bars),
        "marked 补打": bool(mark),
        of.charset.value: 1,
    }


def _report(slips: int, counted: Counter[str], wrong: int, seconds: float) -> str:
    rows = [
        ("receipts, each with a rating code's slip beside it", counted["slips"]),
        (
            "… for fonts of GB2312, GBK, two-byte GB18030",
            "{gb2312}, {gbk}, {gb18030_2byte}".format_map(counted),
        ),
        ("… marked 补打", counted["marked 补打"]),
        ("characters read, in order", counted["characters"]),
        ("lines that came out as dots, read as dots", counted["lines drawn"]),
        ("QR codes scanned", counted["QR codes"]),
        (
            "CODE128 scanned (the others' paper is too narrow, or the hall does not want them)",
            counted["CODE128"],
        ),
        ("slips that were not whole", wrong),
        ("seconds", round(seconds)),
    ]
    when = f"{datetime.now():%Y-%m-%d %H:%M}, {platform.system()} {platform.machine()}"
    head = f"Written by `python3 run.py soak --only slips` on {when}, {slips} slips.\n\n"
    table = "\n".join(f"| {words} | {figure} |" for words, figure in rows)
    return f"{head}{METHOD.format(printers=len(printers()))}\n| | |\n|---|---:|\n{table}\n"


if __name__ == "__main__":
    sys.exit(main())
