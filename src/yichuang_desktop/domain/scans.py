"""What a scanned text is: a paper of this hall, half of one, or one of the other codes people hold up.

A payment code, a waybill or a web address under the scanner is normal life.  Where its kind is certain enough
it is named, so that the clerk can say what to hold up instead.  Nothing here keeps or shows what was scanned:
an identity number must not come into a message or a log.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from yichuang_desktop.domain.check_digits import DIGITS, id_check_character, s10_check_digit
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.paper_codes import LENGTH, is_whole
from yichuang_desktop.domain.titled import TitledEnum
from yichuang_desktop.domain.typed import compact, half_width

SAME_SECONDS: Final = 1.5
"""A scanner held over a paper reads it again and again; the same code within this time is one scan."""
LONGEST: Final = 400
"""Characters beyond which nothing is read any more: no code of a counter is longer."""
_AIM = re.compile(r"^\][A-Za-z][0-9A-Za-z]")
"""The three characters a scanner may set before a code to say of which symbology it is (``]Q1``, ``]C0``)."""
_SHIFTED = str.maketrans(")!@#$%^&*(", DIGITS)
"""Digits typed while somebody held Shift on another keyboard (US layout)."""
_BEGINS_LIKE_OURS = re.compile(r"7[1-8]\d\d20\d\d[01]\d[0-3]", re.ASCII)


class ScanKind(TitledEnum):
    """What was held under the scanner."""

    OURS = "ours"
    HALF = "half"
    WECHAT_PAY = "wechat_pay"
    ALIPAY_PAY = "alipay_pay"
    WEB = "web"
    LICENCE = "licence"
    WAYBILL = "waybill"
    ID_NUMBER = "id_number"
    INVOICE = "invoice"
    GOODS = "goods"
    UNKNOWN = "unknown"

    def _words(self) -> str:
        return _TITLES[self.value]

    @property
    def advice(self) -> str:
        """What to do about it, one or two sentences."""
        return _ADVICE.get(self.value, _SHOW_OURS)

    @property
    def foreign(self) -> bool:
        """Whether it is somebody else's code."""
        return self not in (ScanKind.OURS, ScanKind.HALF)


_TITLES = {
    "ours": "本大厅单据",
    "half": "没有扫全的码",
    "wechat_pay": "微信付款码",
    "alipay_pay": "支付宝付款码",
    "web": "网址二维码（公众号、小程序、健康码等）",
    "licence": "营业执照上的二维码",
    "waybill": "邮件运单号",
    "id_number": "身份证号码",
    "invoice": "发票二维码",
    "goods": "商品条码",
    "unknown": "别处的码",
}
_SHOW_OURS = "请扫单据右上角的二维码。"
_ADVICE = {
    "wechat_pay": "付款码请申请人收好；定位办件请扫单据右上角的二维码。",
    "alipay_pay": "付款码请申请人收好；定位办件请扫单据右上角的二维码。",
    "licence": "执照上的码不能定位办件，请扫单据右上角的二维码，或按名称查找。",
    "waybill": "登记邮寄时请在“运单号”一栏里扫；定位办件请扫单据右上角的二维码。",
    "id_number": "证件请用身份证阅读器读取，或录入证件号码一栏；定位办件请扫单据右上角的二维码。",
    "invoice": "请把发票作为材料查看；定位办件请扫单据右上角的二维码。",
}


@dataclass(frozen=True, slots=True)
class Scan:
    """A scanned text without what the scanner adds, and what it is."""

    text: str = field(repr=False)
    kind: ScanKind

    def violation(self) -> RuleViolation:
        """The bad news of a scan that is not ours: ``half_scan`` or ``not_our_code``."""
        return RuleViolation("half_scan") if self.kind is ScanKind.HALF else not_ours(self.kind)


def not_ours(kind: ScanKind) -> RuleViolation:
    """Say that a code is somebody else's, and whose, if that is certain."""
    if kind is ScanKind.UNKNOWN or not kind.foreign:
        return RuleViolation("not_our_code")
    return RuleViolation("not_our_code", seen=kind.title, advice=kind.advice)


def read_scan(raw: str) -> Scan:
    """Tell what was scanned. The text comes out as :func:`without_frame` gives it; ours as 30 digits."""
    text = without_frame(raw)
    digits = compact(text).replace("-", "")
    if is_whole(digits):
        return Scan(digits, ScanKind.OURS)
    unshifted = text.translate(_SHIFTED)
    if text != unshifted and is_whole(unshifted):
        return Scan(unshifted, ScanKind.OURS)
    return Scan(text, next((kind for kind, is_it in _SIGNS if is_it(text)), ScanKind.UNKNOWN))


def scans_in(raw: str) -> Sequence[Scan]:
    """What was scanned, told apart where several papers came in one piece (no suffix is set)."""
    text = without_frame(raw)
    count, rest = divmod(len(text), LENGTH)
    pieces = [text[start : start + LENGTH] for start in range(0, len(text), LENGTH)]
    if count > 1 and not rest and all(is_whole(half_width(piece)) for piece in pieces):
        return [read_scan(piece) for piece in pieces]
    return [read_scan(raw)]


def without_frame(raw: str) -> str:
    """The code alone: what stands around it (STX, ETX, GS, line ends, ``]Q1``, byte-order mark) is taken off.

    Full-width forms are made plain. Control characters inside a code go too: no code of a counter has any.
    """
    plain = half_width("".join(sign for sign in raw[: LONGEST * 2] if sign.isprintable())).strip()
    return _AIM.sub("", plain)[:LONGEST].strip()


def _is_half(text: str) -> bool:
    digits = compact(text)
    if not re.fullmatch(r"\d{8,}", digits, re.ASCII):
        return False
    return bool(_BEGINS_LIKE_OURS.match(digits)) and len(digits) <= LENGTH + 2


def _is_id(text: str) -> bool:
    number = compact(text)
    shape = re.fullmatch(r"([1-7]\d{5}(\d{4})(\d\d)(\d\d)\d{3})([\dX])", number, re.ASCII)
    if shape is None or id_check_character(shape[1]) != shape[5]:
        return False
    try:
        date.fromisoformat("-".join(shape.groups()[1:4]))
    except ValueError:
        return False
    return True


def _is_waybill(text: str) -> bool:
    number = compact(text)
    if re.fullmatch(r"1[0-3]\d{11}", number, re.ASCII):
        return True  # the post's own thirteen digits
    shape = re.fullmatch(r"[A-Z]{2}(\d{8})(\d)[A-Z]{2}", number, re.ASCII)
    return shape is not None and s10_check_digit(shape[1]) == shape[2]


def _is_goods(text: str) -> bool:
    """EAN-13 of China (69) or of a book (978, 979), with its check digit."""
    if not re.fullmatch(r"(69\d|97[89])\d{10}", text, re.ASCII):
        return False
    return not sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(text)) % 10


def _is_licence(text: str) -> bool:
    return bool(re.match(r"https?://([\w-]+\.)*gsxt\.", text, re.IGNORECASE))


def _is_web(text: str) -> bool:
    return bool(re.match(r"([a-z][a-z0-9+.-]{1,15}://|www\.)\S", text, re.IGNORECASE))


def _is_invoice(text: str) -> bool:
    """``01,<kind>,<code>,<number>,<sum>,<day>,…``: the list every tax invoice carries."""
    return bool(re.match(r"01,\d{2},\d{0,12},\d{8,20},\d+(\.\d+)?,\d{8},", text.replace("，", ","), re.ASCII))


def _is_wechat_pay(text: str) -> bool:
    return bool(re.fullmatch(r"1[0-5]\d{16}", text, re.ASCII))


def _is_alipay_pay(text: str) -> bool:
    return bool(re.fullmatch(r"(2[5-9]|30)\d{14,22}", text, re.ASCII))


_SIGNS: tuple[tuple[ScanKind, Callable[[str], bool]], ...] = (
    (ScanKind.HALF, _is_half),
    (ScanKind.ID_NUMBER, _is_id),  # before the payment codes: both may begin with 11 to 15
    (ScanKind.LICENCE, _is_licence),
    (ScanKind.WEB, _is_web),
    (ScanKind.INVOICE, _is_invoice),
    (ScanKind.WAYBILL, _is_waybill),
    (ScanKind.GOODS, _is_goods),
    (ScanKind.WECHAT_PAY, _is_wechat_pay),
    (ScanKind.ALIPAY_PAY, _is_alipay_pay),
)
