"""Sentences about signatures on screen: kept, read again, taken by a pad."""

from collections.abc import Callable

SENTENCES: dict[str, str | Callable[..., str]] = {
    "strokes_unreadable": "这份签名的笔迹读不出来。请看签名图片，并告知管理员核查。",
    "signature_pad_lost": "签名板没有应答。请看连线和电源；也可以直接在群众屏上签，或改用纸质签字。",
}
