"""Passwords of the embedded hall: argon2 hashes, a lock after five failures (a hall's server has SCRAM)."""

from dataclasses import dataclass
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

FAILURES_ALLOWED = 5
LOCKED_FOR = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class PasswordCost:
    """What a hash costs: by default half a second and 64 MiB; tests take less."""

    rounds: int = 3
    memory_kib: int = 65536
    lanes: int = 4

    def hasher(self) -> PasswordHasher:
        return PasswordHasher(time_cost=self.rounds, memory_cost=self.memory_kib, parallelism=self.lanes)


CHEAP = PasswordCost(1, 8, 1)
"""For tests and for the demonstration hall, whose passwords are no secret."""


def matches(stored: str | None, password: str) -> bool:
    """True when the password is the one hashed; a log-in without hash has no password that fits."""
    if not stored:
        return False
    try:
        return PasswordHasher().verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
