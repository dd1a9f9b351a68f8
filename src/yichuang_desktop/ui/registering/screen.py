"""登记: choose what came, fill in its form; the case it begins can be opened at once."""

from PySide6.QtWidgets import QStackedLayout, QWidget

from yichuang_desktop.domain.hall import Counter
from yichuang_desktop.ui.forms.act_forms import ActForms, FormDone
from yichuang_desktop.ui.forms.offer_list import OfferList
from yichuang_desktop.ui.forms.tools import FormTools
from yichuang_desktop.ui.parts.acts import Act
from yichuang_desktop.ui.parts.card import Card
from yichuang_desktop.ui.parts.nextstep import NextStepPanel, Step
from yichuang_desktop.ui.parts.screen import Screen
from yichuang_desktop.ui.parts.scroll import ScrollColumn
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.registering.model import LAST, Registered, groups, place_of, registered, step_of
from yichuang_desktop.ui.shortcuts import Key

LIST, FORM = 0, 1
JUST = "刚刚登记"


class RegisteringScreen(Screen):
    """A list of what this window registers; the form of the chosen one; what was registered just now."""

    title = "登记"

    def __init__(self, tools: FormTools) -> None:
        super().__init__()
        self._tools, self._session = tools, tools.desk.session
        self._duties = self._session.counter.duties
        self._just: tuple[Registered, ...] = ()
        self.offers, self.forms = OfferList(), ActForms(tools, width=0)
        self.panel, self._just_words = NextStepPanel(), Words(role="second")
        self._build()
        self.offers.chosen.connect(self.forms.open_form)
        self.forms.changed.connect(self._on_forms)
        self.forms.done.connect(self._on_done)
        self.forms.scanned.connect(self.on_scan)

    def _build(self) -> None:
        card, column = Card("登记什么"), ScrollColumn()
        card.add_hint("按键或点击选择")
        column.box.addWidget(self.offers)
        column.box.addStretch(1)
        card.body.addWidget(column, 1)
        holder = QWidget()
        self._pages = QStackedLayout(holder)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._pages.addWidget(card)
        self._pages.addWidget(self.forms)
        self.left.addWidget(holder, 1)
        self.panel.section(JUST).addWidget(self._just_words)
        self.right.addWidget(self.panel)
        self._show()

    # -- what the shell asks ---------------------------------------------------------------------------------

    def acts(self) -> list[Act]:
        if self.forms.open:
            return self.forms.acts()
        if not self._just:
            return []
        return [Act("打开刚登记的一件", Key.MAIN, self._open_last, main=True)]

    def hints(self) -> list[tuple[Key, str]]:
        return self.forms.hints() if self.forms.open else [(Key.UP_DOWN, "选择"), (Key.NEXT, "打开")]

    def next_step(self) -> Step | None:
        return None

    def on_shown(self) -> None:
        self._ask_duties()
        if not self.forms.open:
            self.offers.focus_first()

    def on_changed(self, kinds: frozenset[str]) -> None:
        if "hall" in kinds:
            self._ask_duties()

    def on_escape(self) -> bool:
        left = self.forms.leave()
        if left and not self.forms.open:
            self.offers.focus_first()
        return left

    def on_scan(self, code: str) -> None:
        if not self.forms.take_scan(code):
            super().on_scan(code)

    def on_handed(self, value: object) -> None:
        """The name of an act opens its form."""
        if isinstance(value, str):
            self.forms.open_form(value)

    # -- inside ----------------------------------------------------------------------------------------------

    def _ask_duties(self) -> None:
        """Duties are by date: those of today, not of the log-in."""
        self._tools.tasks.run(self, "store", self._tools.desk.views.counters, self._on_counters)

    def _on_counters(self, counters: tuple[Counter, ...]) -> None:
        here = self._session.counter.code
        own = (counter.duties for counter in counters if counter.code == here)
        self._duties = next(own, self._session.counter.duties)
        focused = self.offers.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else True
        self._show()
        if focused and not self.forms.open:
            self.offers.focus_first()

    def _show(self) -> None:
        found = groups(self._session.roles, self._duties)
        self.offers.show_groups(found)
        self.panel.say(step_of(self._duties, bool(found)))
        self.panel.show_section(JUST, bool(self._just))
        self._just_words.setText("\n".join(one.words for one in self._just))

    def _on_forms(self) -> None:
        self._pages.setCurrentIndex(FORM if self.forms.open else LIST)
        self.acts_changed.emit()

    def _on_done(self, done: FormDone) -> None:
        one = registered(done)
        if one is not None:
            self._just = (one, *self._just)[:LAST]
        self._show()
        self.offers.focus_first()
        self.acts_changed.emit()

    def _open_last(self) -> None:
        last = self._just[0]
        self.go_to.emit(place_of(last.act, self._session.roles), last.case_id)
