"""Identity cards for tests: the 256 bytes of each of the four cards, made of synthetic people.

Written from the table of places, not from the program's reader; nothing of the product is imported.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field

BYTES = 256
FLAGS = {"resident": " ", "permit": "J", "foreign_2017": "I", "foreign_2023": "Y"}
PLACES: dict[str, dict[str, tuple[int, int]]] = {
    "resident": {
        "name": (0, 30), "sex": (30, 2), "nation": (32, 4), "birth": (36, 16), "address": (52, 70),
        "number": (122, 36), "issuer": (158, 30), "from": (188, 16), "to": (204, 16), "spare": (220, 36),
    },
    "permit": {
        "name": (0, 30), "sex": (30, 2), "nation": (32, 4), "birth": (36, 16), "address": (52, 70),
        "number": (122, 36), "issuer": (158, 30), "from": (188, 16), "to": (204, 16), "pass": (220, 18),
        "count": (238, 4), "spare": (242, 6), "flag": (248, 2), "rest": (250, 6),
    },
    "foreign_2017": {
        "english": (0, 120), "sex": (120, 2), "number": (122, 30), "nationality": (152, 6),
        "name": (158, 30), "from": (188, 16), "to": (204, 16), "birth": (220, 16), "version": (236, 4),
        "authority": (240, 8), "flag": (248, 2), "rest": (250, 6),
    },
    "foreign_2023": {
        "name": (0, 30), "sex": (30, 2), "count": (32, 4), "birth": (36, 16), "english": (52, 70),
        "number": (122, 36), "spare": (158, 30), "from": (188, 16), "to": (204, 16),
        "english_rest": (220, 22), "nationality": (242, 6), "flag": (248, 2), "old": (250, 6),
    },
}  # fmt: skip


@dataclass(frozen=True)
class TestCard:
    """A card that lies on the reader: its kind, what stands on it, and the bytes a reader gives."""

    __test__ = False

    kind: str
    fields: Mapping[str, str]
    photo: bytes = field(default=b"\xf0" * 1024, repr=False)
    fingers: bytes = b""

    @property
    def block(self) -> bytes:
        """The 256 bytes of text."""
        return pack(self.kind, self.fields)


def pack(kind: str, fields: Mapping[str, str]) -> bytes:
    """Every field at its place, padded with blanks."""
    places = PLACES[kind]
    assert sum(length for _start, length in places.values()) == BYTES
    block = bytearray(" ".encode("utf-16-le") * (BYTES // 2))
    if kind != "resident":
        fields = {"flag": FLAGS[kind], **fields}
    for name, text in fields.items():
        start, length = places[name]
        raw = text.encode("utf-16-le", "surrogatepass")
        assert len(raw) <= length, (name, text)
        block[start : start + len(raw)] = raw
    return bytes(block)


def check_digit(first17: str) -> str:
    """GB 11643: weights 7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2, modulo 11."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(w * int(d) for w, d in zip(weights, first17, strict=True)) % 11]


RARE = ("测试㛃", "测试𠮷样", "测试𬱖𬤝", "测试\ue863", "测", "演示·买买提江·测试例样")


def resident(rng: random.Random | None = None, **changes: str) -> TestCard:
    """A citizen's card of an unassigned region."""
    rng = rng or random.Random(1)
    birth = f"{rng.randrange(1930, 2020)}{rng.randrange(1, 13):02d}{rng.randrange(1, 29):02d}"
    first = f"411399{birth}{rng.randrange(1000):03d}"
    fields = {
        "name": rng.choice(("测试样例", "演示甲一", *RARE)),
        "sex": "1" if int(first[16]) % 2 else "2",
        "nation": f"{rng.randrange(1, 57):02d}",
        "birth": birth,
        "address": f"河南省南阳市内乡县（演示）样例路{rng.randrange(1, 999)}号",
        "number": first + check_digit(first),
        "issuer": "内乡县演示局",
        "from": "20200101",
        "to": rng.choice(("20400101", "长期")),
    }
    return TestCard("resident", fields | changes, photo=rng.randbytes(1024))


def permit(rng: random.Random | None = None, **changes: str) -> TestCard:
    """A residence permit for Hong Kong, Macau or Taiwan; all its areas are synthetic by their birth year."""
    rng = rng or random.Random(2)
    first = f"{rng.choice(('810000', '820000', '830000'))}19110101{rng.randrange(1000):03d}"
    fields = {
        "name": "演示港澳", "sex": "1" if int(first[16]) % 2 else "2", "birth": "19110101",
        "address": "河南省内乡县（演示）样例路8号", "number": first + check_digit(first),
        "issuer": "内乡县演示局", "from": "20240101", "to": "20290101", "pass": "H00000001", "count": "01",
    }  # fmt: skip
    return TestCard("permit", fields | changes, photo=rng.randbytes(1024))


def foreign_2017(rng: random.Random | None = None, **changes: str) -> TestCard:
    """A foreigner's card as it was until 2023."""
    rng = rng or random.Random(3)
    fields = {
        "english": "TESTMANN, MUSTERINE ALEXANDRA", "sex": "2", "number": f"XXX{rng.randrange(10**12):012d}",
        "nationality": "XXX", "name": "", "from": "20180101", "to": "20280101", "birth": "19700202",
        "version": "01", "authority": "1500",
    }  # fmt: skip
    return TestCard("foreign_2017", fields | changes, photo=rng.randbytes(1024))


def foreign_2023(rng: random.Random | None = None, **changes: str) -> TestCard:
    """A foreigner's card since December 2023: 18 digits, the first a 9."""
    rng = rng or random.Random(4)
    first = f"94184019900101{rng.randrange(1000):03d}"
    fields = {
        "name": "演示外", "sex": "1" if int(first[16]) % 2 else "2", "count": "00", "birth": "19900101",
        "english": "TESTMANN, MUSTER MAXIMILIAN ALEXAND", "english_rest": "ER DER DRIT",
        "number": first + check_digit(first), "from": "20240101", "to": "20340101", "nationality": "XXX",
    }  # fmt: skip
    return TestCard("foreign_2023", fields | changes, photo=rng.randbytes(1024))


MAKERS = (resident, permit, foreign_2017, foreign_2023)


def any_card(rng: random.Random) -> TestCard:
    """A card of any kind."""
    return rng.choice(MAKERS)(rng)
