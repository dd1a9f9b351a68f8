"""A gallery of every paper with typical, longest and emptiest data, to be looked at after a change of layout.

``yichuang gallery DIR [--pictures] [--only NAME]`` writes a PDF of each and, if asked, its pages as PNG.
"""

from collections.abc import Callable, Collection
from functools import cache
from pathlib import Path
from typing import Final

from yichuang_desktop.domain.papers import Paper
from yichuang_desktop.printing import (
    page_samples,
    page_samples_ask,
    page_samples_cases,
    page_samples_extremes,
    page_samples_first,
    page_samples_lists,
)
from yichuang_desktop.printing.page import page_images, render_pdf

GALLERY_DPI: Final = 110.0


@cache
def all_samples() -> dict[str, tuple[Paper, str]]:
    """Every sample paper by name, with its copy mark."""
    return {
        **page_samples.samples(),
        **page_samples_ask.samples(),
        **page_samples_first.samples(),
        **page_samples_cases.samples(),
        **page_samples_extremes.longest(),
        **page_samples_extremes.emptiest(),
        **page_samples_lists.samples(),
    }


def gallery(
    folder: Path,
    names: Collection[str] = (),
    *,
    pictures: bool = False,
    done: Callable[[int, int], None] | None = None,
) -> list[Path]:
    """Write every sample, or those whose name begins so; gives the files. ``done`` hears how far it is.

    Raises OSError when the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {
        name: sample for name, sample in all_samples().items() if not names or name.startswith(tuple(names))
    }
    files: list[Path] = []
    for place, (name, (paper, mark)) in enumerate(wanted.items(), 1):
        pdf = folder / f"{name}.pdf"
        pdf.write_bytes(render_pdf(paper, copy_mark=mark))
        files.append(pdf)
        if pictures:
            files += _pictures(folder, name, paper, mark)
        if done:
            done(place, len(wanted))
    return files


def _pictures(folder: Path, name: str, paper: Paper, mark: str) -> list[Path]:
    files = []
    for number, image in enumerate(page_images(paper, GALLERY_DPI, copy_mark=mark), 1):
        png = folder / f"{name}-{number}.png"
        if not image.save(str(png)):
            raise OSError(f"{png} cannot be written")
        files.append(png)
    return files
