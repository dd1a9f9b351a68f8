"""What every table of the hall is made with: names of constraints, short forms of columns."""

from sqlalchemy import Boolean, Column, Integer, MetaData, String, text

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMES)


def words(name: str) -> Column[str]:
    """A text that is empty rather than absent."""
    return Column(name, String, nullable=False, server_default="")


def whole(name: str, default: int = 0) -> Column[int]:
    """A whole number with a default."""
    return Column(name, Integer, nullable=False, server_default=str(default))


def switch(name: str) -> Column[bool]:
    """A switch that is off."""
    return Column(name, Boolean(create_constraint=False), nullable=False, server_default=text("false"))
