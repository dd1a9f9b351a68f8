"""What docs/push.md shows a stranger is what the program sends and takes."""

import hashlib
import hmac
import json
import re
from typing import Any
from uuid import UUID

from tests.servers.push_receiver import KEY
from yichuang_desktop.domain.pushes import PushKind
from yichuang_desktop.exchange.push_message import read_answer, signature
from yichuang_desktop.settings import resource

TEXT = (resource("platform").parents[1] / "docs" / "push.md").read_text("utf-8")
MESSAGE, ANSWER = (json.loads(block) for block in re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL))


def schema(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(resource(f"platform/{name}.schema.json").read_text("utf-8"))
    return read


def test_the_example_of_a_message_has_every_field_of_the_schema_and_no_other() -> None:
    described = schema("push-message")["properties"]
    assert MESSAGE.keys() == described.keys()
    for part in ("hall", "case"):
        assert MESSAGE[part].keys() == described[part]["properties"].keys()
    assert MESSAGE["event"].keys() | {"annuls"} == described["event"]["properties"].keys()
    assert MESSAGE["format"] == described["format"]["const"]


def test_every_kind_of_message_is_described() -> None:
    assert set(schema("push-message")["properties"]["kind"]["enum"]) == {kind.value for kind in PushKind}
    for kind in PushKind:
        assert f"| `{kind.value}` |" in TEXT


def test_the_example_of_an_answer_is_understood() -> None:
    assert ANSWER.keys() == schema("push-answer")["properties"].keys()
    answer = read_answer(json.dumps(ANSWER).encode(), UUID(MESSAGE["message_id"]))
    assert (answer.platform_no, str(answer.confirmed_on)) == (ANSWER["platform_no"], ANSWER["confirmed_on"])


def test_the_example_of_a_signature_comes_out() -> None:
    stamp = re.findall(r"X-Yichuang-Timestamp: (\S+)", TEXT)[0]
    shown = re.findall(r"X-Yichuang-Signature: (\S+)", TEXT)[0]
    body = re.findall(r'`(\{"case".*?\})`', TEXT)[0].encode()
    assert KEY.decode() in TEXT
    assert shown == signature(KEY, stamp, body)
    assert shown == "hmac-sha256=" + hmac.new(KEY, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def test_the_settings_shown_are_settings() -> None:
    from yichuang_desktop import settings

    block = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)[0]
    names = re.findall(r"^\[?(push_\w+)", block, re.MULTILINE)
    assert len(names) == 5
    assert set(names) <= set(settings.Settings.__dataclass_fields__)
