"""A PDF of photographed pages, and its pages out again.

Written here, because the pages' own bytes are what the evidence is about: each picture stands in the file
unchanged, so its SHA-256 can be taken from the file at any time by anyone, and it can be shown again without
a PDF program.  Colour and grey pages are JPEG streams; black and white ones are packed dots, deflated.
"""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from yichuang_desktop.domain.errors import RuleViolation

A4_LONG, A4_SHORT = 842.0, 595.0
"""Points: 72 to the inch."""
_MARK = b"%yichuang-pages"
_STREAM = re.compile(
    rb"/Subtype /Image /Width (\d+) /Height (\d+) /ColorSpace /Device\w+ /BitsPerComponent \d "
    rb"/Filter /(\w+) /Length (\d+) >>\nstream\n"
)


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page as it is written: a JPEG file, or rows of packed dots (``bits``, 1 is white), deflated."""

    width: int
    height: int
    data: bytes
    grey: bool = False
    bits: bool = False


def write_pdf(pages: Sequence[PageImage]) -> bytes:
    """The file: a page as large as A4 where the picture has its shape, else fitted into A4's long side."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", _tree(len(pages))]
    for number, page in enumerate(pages):
        objects += _page(page, first=3 + 3 * number)
    out = BytesIO()
    out.write(b"%PDF-1.4\n" + _MARK + b"\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def read_pages(content: bytes) -> tuple[bytes, ...]:
    """The pages of a file of :func:`write_pdf` as picture files. Raises ``picture_unreadable``."""
    if not content.startswith(b"%PDF-") or _MARK not in content[:64]:
        raise RuleViolation("picture_unreadable")
    pages, at = [], 0
    while (found := _STREAM.search(content, at)) is not None:
        width, height, length = int(found[1]), int(found[2]), int(found[4])
        at = found.end() + length
        data = content[found.end() : at]
        pages.append(data if found[3] == b"DCTDecode" else _as_png(width, height, data))
    return tuple(pages)


def page_size(width: int, height: int) -> tuple[float, float]:
    """The page in points for a picture of so many dots: its shape, and A4's long side."""
    share = A4_LONG / max(width, height)
    return width * share, height * share


def _as_png(width: int, height: int, data: bytes) -> bytes:
    image = Image.frombytes("1", (width, height), zlib.decompress(data))
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _tree(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (3 + 3 * number) for number in range(count))
    return b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % count


def _page(page: PageImage, first: int) -> list[bytes]:
    """Three objects: the page, what it draws, the picture."""
    width, height = page_size(page.width, page.height)
    draw = b"q %.2f 0 0 %.2f 0 0 cm /P Do Q" % (width, height)
    head = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.2f %.2f] /Resources << /XObject << /P %d 0 R >> >> "
        b"/Contents %d 0 R >>" % (width, height, first + 2, first + 1)
    )
    contents = b"<< /Length %d >>\nstream\n%b\nendstream" % (len(draw), draw)
    return [head, contents, _picture(page)]


def _picture(page: PageImage) -> bytes:
    space = b"DeviceGray" if page.grey or page.bits else b"DeviceRGB"
    depth, way = (1, b"FlateDecode") if page.bits else (8, b"DCTDecode")
    return (
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /%b /BitsPerComponent %d "
        b"/Filter /%b /Length %d >>\nstream\n"
        % (page.width, page.height, space, depth, way, len(page.data))
        + page.data
        + b"\nendstream"
    )
