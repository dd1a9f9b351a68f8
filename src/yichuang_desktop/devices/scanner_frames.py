"""From bytes of a serial scanner to the texts it read: ends, late bytes, encodings; no wire and no clock."""

from collections.abc import Sequence
from typing import Final

from yichuang_desktop.domain.scans import LONGEST

SILENCE_SECONDS: Final = 0.08
"""A scanner without a suffix has ended when nothing came for so long."""
ENDS: Final = b"\r\n\t\x03\x04\x00"
MOST_BYTES: Final = LONGEST * 4
"""Bytes of one code at most (four a character); what is longer is noise."""
_ENDINGS = bytes.maketrans(ENDS, b"\r" * len(ENDS))


class ScanBytes:
    """Collects what comes and cuts it into codes. Bounded: noise without an end is thrown away."""

    def __init__(self) -> None:
        self._part = b""
        self._noise = False
        self.garbled = 0
        """Pieces that could be read in no encoding, or had no end; asked by the driver for its report."""

    @property
    def waiting(self) -> bool:
        """Whether a code has begun and not ended."""
        return bool(self._part) or self._noise

    def feed(self, data: bytes) -> Sequence[str]:
        """The codes that ended in ``data``."""
        *ended, rest = data.translate(_ENDINGS).split(b"\r")
        texts: list[str] = []
        for piece in ended:
            texts += self._ended(piece)
        self._keep(rest)
        return texts

    def silence(self) -> Sequence[str]:
        """Nothing came for 80 ms: what is there is all of it."""
        return self._ended(b"")

    def forget(self) -> None:
        """The wire broke: half a code is none."""
        self._part, self._noise = b"", False

    def _keep(self, piece: bytes) -> None:
        if len(self._part) + len(piece) > MOST_BYTES:
            self._part, self._noise = b"", True
        elif not self._noise:
            self._part += piece

    def _ended(self, piece: bytes) -> Sequence[str]:
        self._keep(piece)
        part, noise = self._part, self._noise
        self.forget()
        text = decoded(part)
        if noise or text is None:
            self.garbled += 1
            return ()
        return (text,) if text.strip() else ()


def decoded(data: bytes) -> str | None:
    """The text in UTF-8, else in GB18030; None when it is neither, or holds what no code holds."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text if all(sign.isprintable() or sign in "\x02\x1d\x1e" for sign in text) else None
    return None
