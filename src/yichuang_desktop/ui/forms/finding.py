"""Fields that find something: an item of the library, one of the hall's papers."""

from functools import partial
from typing import Any

from yichuang_desktop.domain.asking import Ask, FieldFault
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.services.finding import SCAN_DIGITS, Scanned
from yichuang_desktop.ui import theme
from yichuang_desktop.ui.forms.inputs import Input, LineInput, label_of
from yichuang_desktop.ui.forms.tools import Around
from yichuang_desktop.ui.parts.scan import plain_code, shown
from yichuang_desktop.ui.parts.search import Hit, SearchBox
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.theme import Tone

HITS = 30


class ItemInput(Input):
    """An item of the library, by name, initials, department or code (R-ASK-1)."""

    def __init__(self, name: str, ask: Ask, around: Around) -> None:
        super().__init__(name, ask, around)
        self.search = SearchBox("输入事项名称、拼音首字母、部门或编码", "没有找到这个事项，换一个词试试")
        self.search.setAccessibleName(ask.title)
        self._under = Words(role="second")
        self._under.hide()
        self._item_id = ""
        self.box.addWidget(Words(label_of(ask), role="label"))
        self.box.addWidget(self.search)
        self.box.addWidget(self._under)
        self.setFocusProxy(self.search)
        self.search.asked.connect(self._on_asked)
        self.search.chosen.connect(self._on_chosen)
        self.search.editingFinished.connect(self.left)

    def value(self) -> Any:
        return self._item_id

    def set_value(self, value: Any) -> None:
        self._item_id = str(value or "")
        self.search.setText(self.around.item_names.get(self._item_id, self._item_id))
        self.search.setCursorPosition(0)

    def say(self, words: str = "", tone: Tone = Tone.NONE) -> None:
        theme.mark(self.search, state=tone)
        self._under.setText(words)
        self._under.set_tone(tone)
        self._under.setVisible(bool(words))

    def helps(self) -> tuple[str, Tone]:
        if not self._item_id:
            return self.ask.hint, Tone.NONE
        return self.around.item_names.get(self._item_id, ""), Tone.GOOD

    @property
    def touched(self) -> bool:
        return bool(self.search.text())

    @property
    def said(self) -> str:
        return self._under.text()

    def _on_asked(self, text: str) -> None:
        self._item_id = ""
        found = self.around.items.find(text, limit=HITS)
        hits = [Hit(one.row.name, one.row.department, one.row.item_id, one.row.item_id) for one in found]
        self.search.show_hits(text, hits)
        self.edited.emit()

    def _on_chosen(self, item_id: object) -> None:
        self._item_id = str(item_id)
        self.edited.emit()
        self.search.focusNextChild()


class PaperCodeInput(LineInput):
    """The code of one of the hall's papers, scanned; whose it is stands beside it."""

    ime = False
    most = 60

    def __init__(self, name: str, ask: Ask, around: Around) -> None:
        super().__init__(name, ask, around)
        self._answered = ""
        self._found = ""
        self._refusal: RuleViolation | None = None
        self.field.left.connect(lambda _text: self.check_later())

    def value(self) -> Any:
        return plain_code(self.field.text())

    def set_value(self, value: Any) -> None:
        self.field.set_text(shown(str(value or "")))

    def take(self, code: str) -> None:
        """A code that was scanned while the keyboard stood elsewhere."""
        self.set_value(code)
        self.edited.emit()
        self.check_later()

    def helps(self) -> tuple[str, Tone]:
        code = self.value()
        if not code:
            return self.ask.hint or "请扫码", Tone.NONE
        if code != self._answered:
            return "", Tone.NONE
        return (say(self._refusal), Tone.BAD) if self._refusal else (self._found, Tone.GOOD)

    def own_fault(self, value: Any) -> FieldFault | None:
        """What the hall said of this very code."""
        refusal = self._refusal if value and value == self._answered else None
        if refusal is None:
            return None
        return FieldFault(self.name, self.ask.title, refusal.code, refusal.facts)

    def check_later(self) -> None:
        """Ask the hall whose paper it is; the act asks again."""
        code = self.value()
        if len(code) < SCAN_DIGITS or code == self._answered:
            return
        tools = self.around.tools
        tools.tasks.run(
            self, "store", partial(tools.desk.scan, code), partial(self._on_found, code),
            partial(self._on_foreign, code), failed=lambda _error: None,
        )  # fmt: skip

    def _on_found(self, code: str, found: Scanned) -> None:
        self._answered, self._refusal = code, None
        paper = found.paper
        self._found = f"{paper.kind.title}　{paper.number}"
        if self.around.file is not None and found.case_id != self.around.file.case.case_id:
            self._refusal = RuleViolation("not_of_this_case", paper=paper.kind.title, number=paper.number)
        self._show()

    def _on_foreign(self, code: str, violation: RuleViolation) -> None:
        self._answered, self._found, self._refusal = code, "", violation
        self._show()

    def _show(self) -> None:
        if self.value() == self._answered:
            self.say(*self.helps())
