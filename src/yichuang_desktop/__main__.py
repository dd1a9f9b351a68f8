"""``yichuang`` and ``python -m yichuang_desktop``: straight to the window, or to a sub-command."""

import sys


def main() -> int:
    """Open the window at once when no word was given, so that no console library delays it."""
    if len(sys.argv) == 1:
        from yichuang_desktop.app.program import run  # noqa: PLC0415
        from yichuang_desktop.settings import load  # noqa: PLC0415

        return run(load())
    from yichuang_desktop.cli import app  # noqa: PLC0415

    app()
    return 0


if __name__ == "__main__":
    sys.exit(main())
