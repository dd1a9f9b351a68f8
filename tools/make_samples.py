"""Draws the filled-in examples that come with the program: ``python tools/make_samples.py``.

Everything on them is invented.  A hall puts its departments' own pictures in their place
(resources/samples/README.md).
"""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter, QPen

from yichuang_desktop.ui.fonts import choose

FOLDER = Path(__file__).parents[1] / "resources" / "samples"
WIDTH, HEIGHT, MARGIN = 992, 1403, 90
INK, PEN = QColor(30, 30, 30), QColor(20, 60, 150)


@dataclass(frozen=True)
class Form:
    """A form as it should be filled in: rows of label and answer, then what is declared and signed."""

    file: str
    title: str
    rows: tuple[tuple[str, str], ...]
    declares: str
    signs: str
    signed: str
    notes: tuple[str, ...] = ()


FORMS = (
    Form(
        "individual-business.png",
        "个体工商户登记（备案）申请书",
        (
            ("名称", "内乡县样例小吃店（个体工商户）"),
            ("备选名称", "内乡县示例小吃店（个体工商户）"),
            ("经营者姓名", "测试样例甲"),
            ("证件类型及号码", "居民身份证　411399199001010013"),
            ("联系电话", "15400000012"),
            ("经营场所", "河南省南阳市内乡县样例路 2 号（自有房屋）"),
            ("组成形式", "☑ 个人经营　　□ 家庭经营（家庭成员：　　　　）"),
            ("经营范围", "餐饮服务；食品销售（仅销售预包装食品）"),
            ("从业人数、资金", "2 人　/　5 万元"),
            ("申请类型", "☑ 设立登记　□ 变更登记　□ 注销登记"),
        ),
        "本人依照《促进个体工商户发展条例》申请登记，提交的材料真实、合法、有效。",
        "经营者（签字）",
        "测试样例甲",
        ("名称可以不起，不起名称的此栏填“无”。", "家庭经营的，家庭成员都要在名单上签字。"),
    ),
    Form(
        "company-setup.png",
        "公司登记（备案）申请书",
        (
            ("公司名称", "内乡县样例商贸有限公司"),
            ("公司类型", "有限责任公司（自然人投资或控股）"),
            ("住所", "河南省南阳市内乡县样例大道 8 号 3 层 301 室"),
            ("法定代表人", "测试样例乙　居民身份证 411399198502020020"),
            ("注册资本", "人民币 50 万元"),
            ("股东及出资", "测试样例乙 30 万元；测试样例丙 20 万元；2031 年 11 月 30 日前缴足"),
            ("经营范围", "日用百货销售；农副产品销售（以登记机关核定为准）"),
            ("经营期限", "☑ 长期　　□ 　　年"),
            ("联络员及电话", "测试样例丙　15400000099"),
        ),
        "全体股东共同确认：以上内容真实、合法，并对提交材料的真实性负责。",
        "全体股东（签字）",
        "测试样例乙",
        ("名称须先自主申报通过，与申报结果一字不差。", "全体股东都要亲笔签字，签在同一份申请书上。"),
    ),
    Form(
        "authorisation.png",
        "授权委托书",
        (
            ("委托人", "测试样例甲"),
            ("证件及号码", "居民身份证　411399199001010013"),
            ("受委托人", "测试样例丁"),
            ("证件及号码", "居民身份证　411399197403089626"),
            ("受委托人电话", "15400000002"),
            ("委托办理事项", "个体工商户设立登记（提交材料、领取营业执照）"),
            ("委托权限", "☑ 提交和补正材料　☑ 签收文书　☑ 领取证照"),
            ("委托期限", "2026 年 11 月 20 日 至 2026 年 12 月 31 日"),
        ),
        "受委托人在上述权限和期限内办理的事项，委托人均予承认。信用承诺书由受委托人按委托签署。",
        "委托人（签字或盖章）",
        "测试样例甲",
        ("委托事项写具体，不写“全权委托”。", "受委托人办理时带双方身份证件；单位委托的加盖公章。"),
    ),
    Form(
        "premises.png",
        "住所（经营场所）使用证明",
        (
            ("使用人", "测试样例甲（内乡县样例小吃店）"),
            ("地址", "河南省南阳市内乡县样例路 2 号"),
            ("房屋权利人", "测试样例戊"),
            ("产权证明", "☑ 不动产权证书　□ 村（居）委会证明　□ 其他"),
            ("证书编号", "豫（2020）内乡县不动产权第 0000001 号（样例）"),
            ("使用方式", "□ 自有　☑ 租赁　□ 无偿使用"),
            ("使用期限", "2026 年 11 月 1 日 至 2029 年 10 月 31 日"),
            ("用途", "经营性用房"),
        ),
        "上述房屋由使用人作为经营场所使用，房屋权利人同意，所附租赁合同和产权证明复印件与原件一致。",
        "房屋权利人（签字或盖章）",
        "测试样例戊",
        ("租赁的附租赁合同复印件；自有的附产权证复印件。", "农村房屋没有产权证的，由村委会出具证明。"),
    ),
)


def draw(form: Form) -> QImage:
    """One form on an A4 page at 120 dots an inch."""
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    _mark(painter)
    y = _title(painter, form.title)
    y = _rows(painter, form.rows, y)
    y = _declaration(painter, form, y)
    _notes(painter, form.notes, y)
    painter.end()
    return image


def _font(pixels: int, bold: bool = False) -> QFont:
    font = QFont(choose([], always_shipped=True)[0])
    font.setPixelSize(pixels)
    font.setBold(bold)
    return font


def _mark(painter: QPainter) -> None:
    painter.save()
    painter.setPen(QColor(226, 232, 242))
    painter.setFont(_font(150, bold=True))
    painter.translate(WIDTH / 2, HEIGHT / 2)
    painter.rotate(-35)
    painter.drawText(QRect(-500, -120, 1000, 240), Qt.AlignmentFlag.AlignCenter, "示 范 文 本")
    painter.restore()


def _title(painter: QPainter, title: str) -> int:
    painter.setPen(INK)
    painter.setFont(_font(34, bold=True))
    painter.drawText(QRect(MARGIN, 60, WIDTH - 2 * MARGIN, 60), Qt.AlignmentFlag.AlignCenter, title)
    return 150


def _rows(painter: QPainter, rows: tuple[tuple[str, str], ...], y: int) -> int:
    label, whole = 190, WIDTH - 2 * MARGIN
    for name, answer in rows:
        painter.setFont(_font(21))
        room = QRect(MARGIN + label + 14, y, whole - label - 28, 400)
        wrap = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter
        height = max(painter.boundingRect(room, int(wrap), answer).height() + 26, 62)
        painter.setPen(QPen(INK, 1))
        painter.drawRect(MARGIN, y, whole, height)
        painter.drawLine(MARGIN + label, y, MARGIN + label, y + height)
        name_room = QRect(MARGIN + 8, y, label - 16, height)
        painter.drawText(name_room, int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignCenter), name)
        painter.setPen(PEN)
        painter.drawText(QRect(room.x(), y, room.width(), height), int(wrap), answer)
        y += height
    return y


def _declaration(painter: QPainter, form: Form, y: int) -> int:
    whole = WIDTH - 2 * MARGIN
    painter.setPen(QPen(INK, 1))
    painter.drawRect(MARGIN, y, whole, 210)
    painter.setFont(_font(21))
    text = QRect(MARGIN + 18, y + 18, whole - 36, 90)
    painter.drawText(text, int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop), f"　　{form.declares}")
    painter.drawText(MARGIN + whole - 470, y + 140, f"{form.signs}：")
    painter.drawText(MARGIN + whole - 470, y + 180, "日　期：")
    painter.setPen(PEN)
    painter.drawText(MARGIN + whole - 130, y + 140, form.signed)
    painter.drawText(MARGIN + whole - 360, y + 180, "2026 年 11 月 23 日")
    return y + 240


def _notes(painter: QPainter, notes: tuple[str, ...], y: int) -> None:
    painter.setFont(_font(19))
    for place, note in enumerate(("填写说明：", *(f"{n}. {one}" for n, one in enumerate(notes, 1)))):
        painter.setPen(INK if not place else QColor(170, 40, 30))
        painter.drawText(MARGIN, y + 20 + place * 34, note)


def main() -> None:
    """Write every picture."""
    _application = QGuiApplication([])
    FOLDER.mkdir(exist_ok=True)
    for form in FORMS:
        draw(form).save(str(FOLDER / form.file), "PNG")


if __name__ == "__main__":
    main()
