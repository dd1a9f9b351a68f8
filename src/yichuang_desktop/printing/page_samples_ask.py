"""Papers of a question at the window: filled-in examples with the most pages and with one."""

import base64
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from yichuang_desktop.domain.papers import Paper, SampleFormPaper, ScanPicture
from yichuang_desktop.printing.page_samples import HEAD, LONG_ITEM, SECOND_COPY
from yichuang_desktop.printing.page_samples_cases import DAY_TIME, LONG_OFFICE, PLAIN_HEAD, slip_picture
from yichuang_desktop.settings import resource

LONG_MATERIAL = "股东、发起人主体资格文件或自然人身份证明（含境外主体经公证认证的资格证明及其中文译本）"


def shipped(file: str, at: datetime = DAY_TIME) -> ScanPicture:
    """A filled-in example that comes with the program."""
    content = resource(f"samples/{file}").read_bytes()
    return ScanPicture(base64.b64encode(content).decode("ascii"), sha256(content).hexdigest(), at)


def samples() -> dict[str, tuple[Paper, str]]:
    """Sample papers by name, with their copy mark."""
    one = SampleFormPaper(
        head=replace(PLAIN_HEAD, number="NX-D004-1", code=""),
        item_name="个体工商户设立登记",
        material="个体工商户登记（备案）申请书",
        pages=(shipped("individual-business.png"),),
    )
    many = SampleFormPaper(
        head=replace(HEAD, number="NX-D001-3", code=""),
        item_name=LONG_ITEM,
        material=LONG_MATERIAL,
        department=LONG_OFFICE,
        pages=(shipped("authorisation.png"), slip_picture(), shipped("company-setup.png")),
    )
    return {"sample-form-emptiest": (one, ""), "sample-form-longest": (many, SECOND_COPY)}
