"""Filled-in examples: which belong to a material, and what is no picture is said."""

from dataclasses import replace
from pathlib import Path

import pytest

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.items import Material, ServiceItem
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.exchange.samples import INDEX, Samples
from yichuang_desktop.settings import resource

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
ITEM = ServiceItem(
    "NX-1",
    "公司设立登记",
    "市场监督管理局",
    materials=(
        Material(1, "申请书"),
        Material(2, "股东身份证明文件", canon="身份证明"),
        Material(3, "章程", samples="章程.png； 章程-2.png"),
        Material(4, "验资报告"),
    ),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / INDEX).write_text(
        '[[sample]]\nmaterial = "申请书"\nfiles = ["any.png"]\n'
        '[[sample]]\nmaterial = "申请书"\nitem = "NX-1"\nfiles = ["own.png", "own-2.jpg"]\n'
        '[[sample]]\nmaterial = "身份证明"\nfiles = ["identity.png"]\n'
        '[[sample]]\nmaterial = "章程"\nfiles = ["other.png"]\n',
        "utf-8",
    )
    (tmp_path / "own.png").write_bytes(PNG)
    (tmp_path / "own-2.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (tmp_path / "letter.png").write_bytes(b"%PDF-1.7")
    return tmp_path


def test_R_ASK_1_the_library_goes_before_the_index_and_the_item_before_everybody(folder: Path) -> None:
    found = Samples(folder).files(ITEM)
    assert found == {
        1: ("own.png", "own-2.jpg"),
        2: ("identity.png",),
        3: ("章程.png", "章程-2.png"),
    }
    assert Samples(folder).files(replace(ITEM, item_id="NX-2"))[1] == ("any.png",)


def test_R_ASK_1_the_pictures_are_read_in_order(folder: Path) -> None:
    assert Samples(folder).pictures(("own.png", "own-2.jpg")) == (PNG, b"\xff\xd8\xff\xe0")


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("gone.png", "sample_not_found"),
        ("letter.png", "sample_unreadable"),
        ("../../etc/passwd", "sample_not_found"),
    ],
)
def test_what_cannot_be_shown_is_said(folder: Path, file: str, code: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        Samples(folder).pictures((file,))
    assert refused.value.code == code
    assert file in say(refused.value)


def test_a_folder_without_an_index_or_with_a_broken_one_has_no_examples(tmp_path: Path) -> None:
    assert Samples(tmp_path / "nowhere").files(replace(ITEM, materials=ITEM.materials[:1])) == {}
    (tmp_path / INDEX).write_text("[[sample", "utf-8")
    assert Samples(tmp_path).files(replace(ITEM, materials=ITEM.materials[:1])) == {}


def test_the_shipped_examples_are_all_there_and_pictures() -> None:
    shipped = Samples(resource("samples"))
    names = (
        "个体工商户登记（备案）申请书",
        "授权委托书及受托人身份证",
        "经营场所使用证明",
        "公司登记（备案）申请书",
    )
    item = ServiceItem(
        "X", "x", "x", materials=tuple(Material(seq, name) for seq, name in enumerate(names, 1))
    )
    found = shipped.files(item)
    assert sorted(found) == [1, 2, 3, 4]
    assert all(shipped.pictures(files) for files in found.values())
