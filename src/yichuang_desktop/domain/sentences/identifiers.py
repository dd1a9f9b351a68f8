"""Sentences about documents, numbers, names and addresses of applicants and agents."""

from collections.abc import Callable
from typing import Any

_LOOKALIKES = {"O": "0", "I": "1", "L": "1", "B": "8", "S": "5", "Z": "2"}


def _character(kind: Any, place: int, character: str) -> str:
    digit = _LOOKALIKES.get(character)
    hint = f"像是把数字 {digit} 写成了字母 {character}，请改正" if digit else "请对照证件改正"
    return f"{kind.title}的第 {place} 位不能是“{character}”，{hint}。"


def _length(kind: Any, wanted: list[int], length: int) -> str:
    several = len(wanted) > 2  # noqa: PLR2004 - a range, not one or two exact lengths
    lengths = f"{wanted[0]} 至 {wanted[-1]}" if several else " 或 ".join(str(one) for one in wanted)
    return f"{kind.title}应为 {lengths} 位，现在是 {length} 位，请对照证件补齐或删去多余的字。"


SENTENCES: dict[str, str | Callable[..., str]] = {
    # while typing
    "tidied": "已自动改为规范写法，请看一眼是否正确。",
    "document_kind_unknown": "没有“{title}”这种证件类型，请从列表中选择。",
    "document_no_missing": "还没有填证件号码，请按{kind}填写。",
    "document_character": _character,
    "document_length": _length,
    "document_too_long": "{kind}的号码最多 {most} 个字，请对照证件核对。",
    "id_of_15_digits": "这是 15 位的旧号码，旧证件已停用，请按现行身份证填写 18 位号码。",
    "id_area": "身份证号码以“{area}”开头，不是有效的地区码，请对照证件核对；外国人的证件请先改证件类型。",
    "id_of_other_kind": "这是{other}的号码，不是{kind}的，请把证件类型改为{other}。",
    "residence_area": "{kind}的号码应以 {areas} 开头，请对照证件核对，或改选证件类型。",
    "id_birth_impossible": "号码中的出生日期无效，没有这一天，请对照证件核对第 7 至 14 位。",
    "id_birth_in_future": "号码中的出生日期晚于今天，请对照证件核对第 7 至 14 位。",
    "id_check": "校验位不符，号码中有一位录错或两位颠倒，请对照证件重新录入。",
    "sex_differs": "所选性别是{chosen}，身份证号码显示为{told}，请核对。",
    "passport_without_digit": "这个护照号码没有数字，请核对是否把姓名填到了号码栏。",
    "credit_code_letter": "第 {place} 位是“{character}”，信用代码不使用字母 I、O、S、V、Z，请对照证照改正。",
    "credit_code_check": "统一社会信用代码的校验位不符，有一位录错或两位颠倒，请对照营业执照重新录入。",
    "credit_code_organisation": "第 9 至 17 位的组织机构代码段校验不符，请对照营业执照核对。",
    "phone_missing": "还没有填联系电话，请填写能联系到申请人的电话。",
    "phone_character": "电话号码中不能有“{character}”，请只填数字。",
    "mobile_length": "手机号应为 11 位，现在是 {length} 位，请向申请人核对。",
    "phone_unknown": "这不像电话号码，请填 11 位手机号，或带区号的固定电话，例如 0377-65312345。",
    "phone_without_area": "固定电话没有区号，请核对；外地电话请加区号。",
    "waybill_missing": "还没有填快递单号，请扫描或录入面单上的单号。",
    "waybill_check": "快递单号的校验位不符，请对照面单核对。",
    "waybill_unusual": "快递单号一般是 13 位，现在是 {length} 位，请对照面单核对。",
    "item_code_length": "事项的实施编码最多 {most} 个字，现在有 {length} 个，请核对。",
    "item_code_credit_code": "实施编码前 18 位的信用代码校验不符，请向部门核对。",
    # names, addresses, agents
    "name_missing": "还没有填名称，请按证件填写姓名或单位全称。",
    "name_character": "姓名中不能有“{character}”，请对照证件改正。",
    "name_too_long": "名称最多 {most} 个字，现在有 {length} 个，请对照证件核对。",
    "name_broken_character": "名称中有一个字已经损坏，显示不出来，请删去后重新录入。",
    "name_private_use": "名称中有本机自造的字，别处会显示成别的字，请改用标准字库中的同一个字。",
    "name_one_character": "姓名只有一个字，请对照证件核对是否完整。",
    "address_too_long": "地址最多 {most} 个字，现在有 {length} 个，请写得简短些。",
    "document_kind_unfit": "{party}不能使用{kind}，请改选证件类型。",
    "guardian_needed": "申请人未满 {age} 周岁，应由监护人代办，请填写代理人并核验监护关系。",
    "legal_representative_missing": "还没有填法定代表人，请填写；由代理人办理的，请填写代理人。",
    "representative_is_applicant": "代理人与申请人的证件号码相同，请核对；本人办理的不必填写代理人。",
    "authorisation_missing": "还没有填代理依据，请注明委托书、监护关系等。",
    "authorisation_expired": "委托期限到{until}已经届满，请申请人重新委托。",
}
