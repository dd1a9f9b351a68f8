"""The right side of the page: the pages so far, and the keys that work on them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy

from yichuang_desktop.services.ports_cameras import PageTone
from yichuang_desktop.ui.camera.strip import PageStrip, Thumb
from yichuang_desktop.ui.parts.card import Card
from yichuang_desktop.ui.parts.keycap import KeyCap
from yichuang_desktop.ui.parts.words import Words

WIDTH = 316
LIVE_KEYS = (("空格", "拍一张"), ("T", "换颜色"), ("PgUp", "看拍好的页"), ("Alt U", "去掉最后一张"))
PAGE_KEYS = (
    ("R", "转九十度"), ("T", "换颜色"), ("A", "自动裁边"), ("F", "全图，不裁"), ("J", "证件／普通页"),
    ("− +", "前移、后移"), ("Del", "删除这一张"), ("PgUp", "换一张"),
)  # fmt: skip
OTHER = ("Alt C", "换摄像头")


class PagesPanel(Card):
    """Shows what it is told."""

    def __init__(self) -> None:
        super().__init__("还没有拍")
        self.setFixedWidth(WIDTH)
        self.strip = PageStrip()
        self.strip.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.camera = Words(role="second")
        self.tone = Words(role="second")
        self._keys = QGridLayout()
        self._keys.setHorizontalSpacing(8)
        self._keys.setVerticalSpacing(4)
        self._shown: tuple[tuple[str, str], ...] = ()
        self._more = False
        self.body.addWidget(self.strip, 1)
        self.body.addWidget(self.tone)
        self.body.addWidget(self.camera)
        self.body.addLayout(self._keys)

    def show_camera(self, title: str, count: int) -> None:
        """Which camera is used, of how many."""
        self.camera.setText(f"高拍仪：{title}")
        self._more = count > 1

    def show_pages(
        self, thumbs: Sequence[Thumb], chosen: int | None, pages: int, tone: PageTone, *, card: bool
    ) -> None:
        """The pages so far."""
        self.title.setText(f"已拍 {pages} 页" if pages else "还没有拍")
        side = "　证件：正反面合成一页" if card and chosen is None else ""
        self.tone.setText(f"颜色：{tone.title}{side}")
        self.strip.show_shots(thumbs, chosen)
        keys = LIVE_KEYS if chosen is None else PAGE_KEYS
        self._show_keys((*keys, OTHER) if self._more else keys)

    def _show_keys(self, keys: tuple[tuple[str, str], ...]) -> None:
        if keys == self._shown:
            return
        self._shown = keys
        while (item := self._keys.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, (cap, words) in enumerate(keys):
            row, column = divmod(number, 2)
            self._keys.addWidget(KeyCap(cap), row, 2 * column, Qt.AlignmentFlag.AlignLeft)
            self._keys.addWidget(Words(words, role="second", wrap=False), row, 2 * column + 1)
        self._keys.setColumnStretch(3, 1)
