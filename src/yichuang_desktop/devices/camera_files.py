"""Pages into one file no larger than it may be: first the quality is lowered, then the size."""

import hashlib
from collections.abc import Callable, Iterator, Sequence

from yichuang_desktop.devices.camera_pdf import PageImage, write_pdf
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.services.ports_cameras import Frame, PageFile, PageTone

Encode = Callable[[Frame, PageTone, int], PageImage]
Smaller = Callable[[Frame, int], Frame]
QUALITIES = (88, 80, 70, 60, 50)
LONGEST = (0, 2400, 1800, 1400)
"""Dots of the longer side, tried in turn; 0 leaves it as it is. 1400 is 120 dpi on A4: still legible."""
MEGABYTE = 1024 * 1024


def make_file(
    pages: Sequence[tuple[Frame, PageTone]],
    most_bytes: int,
    encode: Encode,
    smaller: Smaller,
    *,
    picture: bool = False,
) -> PageFile:
    """See ``PictureWork.file``."""
    if not pages:
        raise RuleViolation("pages_none")
    for images in _tries(pages, encode, smaller):
        content = images[0].data if picture and len(images) == 1 and not images[0].bits else write_pdf(images)
        if len(content) <= most_bytes:
            hashes = tuple(hashlib.sha256(image.data).hexdigest() for image in images)
            return PageFile(content, hashlib.sha256(content).hexdigest(), hashes)
    raise RuleViolation("scan_too_large", most=max(1, most_bytes // MEGABYTE))


def _tries(
    pages: Sequence[tuple[Frame, PageTone]], encode: Encode, smaller: Smaller
) -> Iterator[list[PageImage]]:
    for longest in LONGEST:
        sized = [(smaller(frame, longest) if longest else frame, tone) for frame, tone in pages]
        for quality in QUALITIES if longest == 0 else QUALITIES[2:]:
            yield [encode(frame, tone, quality) for frame, tone in sized]
