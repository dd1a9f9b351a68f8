"""What holds the line on PostgreSQL."""


def statements() -> list[str]:
    return []
