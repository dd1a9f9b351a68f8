"""A gallery of every paper with typical, longest and emptiest data, to be looked at after a change of layout.

``python -m yichuang_desktop.printing.page_gallery DIR [NAME…]`` writes a PDF and the pages as PNG for each.
"""

import sys
from pathlib import Path
from typing import Final

from PySide6.QtGui import QGuiApplication

from yichuang_desktop.printing.page import page_images, render_pdf
from yichuang_desktop.printing.page_samples import samples

GALLERY_DPI: Final = 110.0


def gallery(folder: Path, names: tuple[str, ...] = ()) -> list[Path]:
    """Write every sample, or those whose name begins so, as PDF and PNG; gives the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name, (paper, mark) in samples().items():
        if names and not name.startswith(names):
            continue
        pdf = folder / f"{name}.pdf"
        pdf.write_bytes(render_pdf(paper, copy_mark=mark))
        files.append(pdf)
        for number, image in enumerate(page_images(paper, GALLERY_DPI, copy_mark=mark), 1):
            png = folder / f"{name}-{number}.png"
            image.save(str(png))
            files.append(png)
    return files


def main() -> None:
    """Write the gallery into the folder named on the command line."""
    application = QGuiApplication(sys.argv[:1])
    for file in gallery(Path(sys.argv[1]), tuple(sys.argv[2:])):
        print(file)
    del application


if __name__ == "__main__":
    main()
