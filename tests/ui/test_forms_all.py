"""Every form the hall has: named in Chinese, buildable from its answers, whole on screen."""

import dataclasses
import typing
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.screen_support import Bench, FakeDesk, case_file, tools_of
from yichuang_desktop.domain.asking import AskKind, MaterialRow, asks
from yichuang_desktop.domain.identifiers import DocumentKind
from yichuang_desktop.domain.parties import Applicant
from yichuang_desktop.services.offering import title_of
from yichuang_desktop.services.register import HANDLERS
from yichuang_desktop.services.requests import Collector
from yichuang_desktop.ui.forms.act_form import ActForm
from yichuang_desktop.ui.forms.act_forms import WIDTH
from yichuang_desktop.ui.forms.model import GIVEN, Given, Plan, build
from yichuang_desktop.ui.forms.tools import Around, FormTools
from yichuang_desktop.ui.parts.screen import Screen

FORMS = sorted(name for name, handler in HANDLERS.items() if handler.form)
ANSWERS: dict[AskKind, Any] = {
    AskKind.LINES: ("一",),
    AskKind.DAY: date(2026, 11, 23),
    AskKind.COUNT: 1,
    AskKind.TICK: True,
    AskKind.MATERIALS: (MaterialRow("申请书"),),
    AskKind.PICTURE: b"%PDF-1.7",
    AskKind.PARTY: Applicant(name="测试样例甲", document_kind=DocumentKind.RESIDENT_ID),
    AskKind.COLLECTOR: Collector("测试样例甲", "证件原件", "411399199001010013"),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_form_has_a_chinese_title_and_chinese_questions(name: str) -> None:
    assert any(not one.isascii() for one in title_of(name)), title_of(name)
    for ask in asks(HANDLERS[name].request).values():
        assert not ask.title.isascii()
        assert all(not words.isascii() for _value, words in ask.choices)
        assert bool(ask.choices) is (ask.kind is AskKind.CHOICE)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_can_be_built_from_its_answers(name: str) -> None:
    """What is neither asked nor given has a default, unless the form is begun with it (``prefill``)."""
    plan = Plan(name)
    request = plan.handler.request
    begun: dict[str, Any] = {}
    for each in dataclasses.fields(request):
        lacks = each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING
        if each.name not in GIVEN and each.name not in plan.asks and lacks:
            assert plan.handler.prefill is not None, f"nobody gives {each.name}"
            begun[each.name] = ""
    answers = {field: _answer(ask) for field, ask in plan.asks.items()}
    made = build(plan, answers, begun, Given(uuid4(), 1, 4))
    hints = typing.get_type_hints(request)
    for field, ask in plan.asks.items():
        if ask.kind is AskKind.CHOICE and isinstance(hints[field], type):
            assert isinstance(getattr(made, field), hints[field])


@pytest.mark.parametrize("name", FORMS)
def test_what_is_signed_on_screen_has_a_text(name: str) -> None:
    handler = HANDLERS[name]
    if "signature" in Plan(name).fields:
        assert handler.text is not None, "a signature is bound to a text"


class Stage(Screen):
    """Nothing but a place for one form after the other, as wide as beside a case."""

    def __init__(self, tools: FormTools) -> None:
        super().__init__()
        self.tools, self.form = tools, QWidget()
        self.right.addWidget(self.form)

    def show_form(self, name: str) -> ActForm:
        """Every field says what is wrong with it: the most there is to read."""
        form = ActForm(Plan(name), Around(self.tools, case_file()))
        form.setFixedWidth(WIDTH)
        self.right.replaceWidget(self.form, form)
        self.form.deleteLater()
        self.form = form
        form.show()
        form.show_faults()
        return form


def test_every_form_is_whole_beside_a_case_with_all_it_can_say(qtbot: QtBot) -> None:
    bench = Bench(qtbot, lambda tasks, messages: Stage(tools_of(tasks, messages, FakeDesk())))
    for name in FORMS:
        column = bench.screen.show_form(name).column
        inner = column.widget()
        assert inner is not None
        qtbot.waitUntil(lambda c=column, i=inner: c.isVisible() and i.width() <= c.viewport().width())
        bench.check_fit()


def _answer(ask: Any) -> Any:
    if ask.kind is AskKind.CHOICE:
        return ask.choices[0][0]
    return ANSWERS.get(ask.kind, "甲")
