"""A keystroke in the item box over a real catalogue of 1,135 items (`R-ASK-1`): goal 16 ms.

The floor is one substring pass over the names alone, the least any search in memory can do.
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from yichuang_desktop.domain.item_search import ItemIndex, SearchRow
from yichuang_desktop.exchange.pinyin import search_keys

CATALOGUE = Path(__file__).parents[1] / "tests" / "data" / "catalogue-1135.tsv"
TYPED = (
    "公司设立",
    "登记",
    "gssldj",
    "gongsisheli",
    "xuke",
    "shenpi",
    "公安局",
    "511a006",
    "企业 变更",
    "食品jyxk",
    "zzzz",
    "s",
)
ROUNDS = 20
GOAL_MS = 16.0


def catalogue() -> list[SearchRow]:
    """The rows of the catalogue with their pinyin columns."""
    rows = []
    for place, line in enumerate(CATALOGUE.read_text("utf-8").splitlines()):
        department, name, code, *_ = line.split("\t")
        keys = search_keys(name)
        rows.append(SearchRow(str(place), name, department, code, keys.initials, keys.full))
    return rows


def keystrokes() -> list[str]:
    """Every prefix of every query, as it grows while one types."""
    return [query[:end] for query in TYPED for end in range(1, len(query) + 1)]


def timed(act: Callable[[str], object], typed: str) -> float:
    """Milliseconds of one keystroke."""
    begun = time.perf_counter()
    act(typed)
    return (time.perf_counter() - begun) * 1000


def main() -> list[dict[str, object]]:
    """Measure search and floor interleaved; give and print one row a percentile."""
    rows = catalogue()
    index = ItemIndex(rows)
    names = [row.name for row in rows]
    index.find("热身")
    spent: list[float] = []
    floor: list[float] = []
    for _ in range(ROUNDS):
        for typed in keystrokes():
            floor.append(timed(lambda word: [name for name in names if word in name], typed))
            spent.append(timed(index.find, typed))
    results = [row_of("p50", spent, floor, 50), row_of("p99", spent, floor, 99)]
    for row in results:
        sys.stdout.write("  ".join(f"{key}={value}" for key, value in row.items()) + "\n")
    return results


def row_of(title: str, spent: list[float], floor: list[float], percent: int) -> dict[str, object]:
    """One line of the table: value and floor in ms."""
    value = statistics.quantiles(spent, n=100)[percent - 1]
    least = statistics.quantiles(floor, n=100)[percent - 1]
    return {
        "name": f"item search, a keystroke over {1135} items, {title}",
        "value": round(value, 3),
        "floor": round(least, 3),
        "ratio": round(value / least, 1),
        "goal": f"<= {GOAL_MS} ms",
    }


if __name__ == "__main__":
    main()
