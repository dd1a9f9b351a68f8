"""What the timeline says of returns, mailing and the archive."""

from yichuang_desktop.services.timeline_returns import SAYERS

PAPERS = [
    {"name": "申请表", "copies": 1, "sheets": 2, "remark": ""},
    {"name": "照片", "copies": 2, "sheets": 1, "remark": ""},
]
SENT = {
    "name": "王测试", "phone": "15400000012", "address": "样例路1号", "waybill_no": "1234567890123",
    "carrier": "中国邮政 EMS", "taken_by": "马速递", "charge": "免费",
}  # fmt: skip


def test_a_return_says_its_notice_seal_platform_and_papers():
    said = SAYERS["send_back"](
        {
            "return_notice": {"number": "NX1-T1"},
            "seal": {"kind": "部门公章"},
            "platform_return": {"on": "2026-11-23"},
            "papers_list": PAPERS,
        }
    )
    for words in ("NX1-T1", "部门公章", "2026-11-23", "申请表、照片 2 份"):
        assert words in said


def test_papers_given_back_say_to_whom_and_hide_the_document():
    taken = {
        "collector": {
            "name": "王测试", "relation": "本人", "document_title": "居民身份证",
            "document_no": "411399199001010013",
        },
        "rows": "无纸质材料",
        "signature": {"on": "ink"},
        "notice_given": True,
    }  # fmt: skip
    said = SAYERS["give_papers_back"]({"receipt_or_declaration": {"receipt": "71"}, "papers_received": taken})
    assert "收回收件通知单" in said
    assert "纸面签字" in said
    assert "无纸质材料" in said
    assert "411399199001010013" not in said
    lost = SAYERS["give_papers_back"]({"receipt_or_declaration": {"text": ""}, "papers_received": taken})
    assert "保证声明" in lost


def test_mailing_says_the_slip_and_hides_the_phone():
    said = SAYERS["mail_result"]({"shipment": SENT})
    assert "1234567890123" in said
    assert "样例路1号" in said
    assert "15400000012" not in said + SAYERS["note_mail_wish"]({"mail_wish": SENT})
    assert "妥投" in SAYERS["confirm_delivery"](
        {"delivery": {"delivered_on": "2026-11-25", "told_by": "查询"}}
    )
    assert "退回" in SAYERS["take_in_returned_mail"](
        {"returned_mail": {"returned_on": "2026-11-26", "brought_by": "马速递"}}
    )


def test_the_archive_says_bag_sheets_book_and_transfer():
    assert "共 3 页" in SAYERS["put_in_bag"]({"bag_list": {"bag_no": "2026-综窗-00001", "rows": PAPERS}})
    entry = {"book": "综窗 2026", "page": 3, "line": 7}
    assert "第 3 页第 7 行" in SAYERS["write_in_book"]({"book_entry": entry})
    assert "原登在" in SAYERS["write_in_book"]({"book_entry": entry | {"was": "综窗 2026 2-1"}})
    form = {"number": "NX202611-移交", "giver": "员工子", "taker": "档案员", "overseer": "组长丁"}
    assert "档案员接收" in SAYERS["transfer_to_archive"]({"transfer_form": form})
    call = {"phone": "15400000012", "outcome": "answered", "said": "明天来"}
    assert "明天来" in SAYERS["call_for_return"]({"call": call})
    assert "照片 2 份" in SAYERS["bring_papers_back"]({"papers_list": PAPERS})
