"""The sub-commands and their options; what they do stands in the modules they call.

These are imported by the command that needs them: ``--help`` must not wait for SQLAlchemy, nor a script for
Qt, nor the demonstration's window for a workbook library.
"""

from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from yichuang_desktop.cli import halls
from yichuang_desktop.cli.console import calm
from yichuang_desktop.domain.ledgers import Ledger

app = typer.Typer(
    name="yichuang",
    help="Counter software for a one-window service hall (一窗通办). Without a command it opens the window.",
    no_args_is_help=False,
    invoke_without_command=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
db = typer.Typer(help="Prepare and upgrade a hall's database.", no_args_is_help=True)
app.add_typer(db, name="db")

Database = Annotated[
    str | None,
    typer.Option("--database", help="sqlite:///file or postgresql://host:port/name; default: the settings."),
]
Login = Annotated[str, typer.Option("--login", help="Log-in of the person who does it.")]
PasswordFile = Annotated[
    Path | None,
    typer.Option("--password-file", help="File with the password; without it you are asked."),
]
Counter = Annotated[int, typer.Option("--counter", help="Hall-wide code (1-49) of the window it is done at.")]


def _late(name: str) -> Any:
    """A module of this package, imported now."""
    return import_module(f"yichuang_desktop.cli.{name}")


@app.callback()
def _window(context: typer.Context) -> None:
    """Open the window when no command was given."""
    if context.invoked_subcommand is None:
        raise typer.Exit(halls.open_window())


@app.command()
@calm
def demo(
    database: Database = None,
    cases: Annotated[int, typer.Option(help="How many applications the story has.")] = 300,
    again: Annotated[
        bool, typer.Option("--again", help="Make the hall anew, throwing the old one away.")
    ] = False,
    build_only: Annotated[bool, typer.Option("--build-only", help="Make it, but open no window.")] = False,
) -> None:
    """Make the demonstration hall if it is not there, and open the program on it."""
    raise typer.Exit(halls.demo(database, cases=cases, again=again, build_only=build_only))


@app.command()
@calm
def tour(
    folder: Annotated[Path, typer.Argument(help="Where screenshots, papers and slips are put.")],
    scale: Annotated[float, typer.Option(help="Screen scale: 1 (1366x768) or 2 (2732x1536).")] = 1.0,
) -> None:
    """Drive the real window through every path; leave screenshots, papers (PDF) and slips (.png, .bin)."""
    raise typer.Exit(halls.tour(folder, scale))


@app.command()
@calm
def act(
    login: Login,
    counter: Counter,
    database: Database = None,
    password_file: PasswordFile = None,
) -> None:
    """Read acts as JSON lines on standard input, write one JSON answer a line (docs/acts.md)."""
    raise typer.Exit(_late("twin").serve(database, login, counter, password_file))


@app.command("import-items")
@calm
def import_items(
    file: Annotated[Path, typer.Argument(help="The library as .xlsx or .csv.")],
    login: Login,
    database: Database = None,
    password_file: PasswordFile = None,
    publish: Annotated[bool, typer.Option("--publish", help="Publish what the preview shows.")] = False,
    report: Annotated[Path | None, typer.Option(help="Write the report for the department (.xlsx).")] = None,
) -> None:
    """Preview an item library: what would change, what must be mended; with --publish, publish it."""
    raise typer.Exit(
        _late("libraries").import_items(file, database, login, password_file, publish=publish, report=report)
    )


@app.command()
@calm
def ledger(
    output: Annotated[Path, typer.Argument(help="The file to write: .xlsx or .pdf.")],
    login: Login,
    first: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.")],
    last: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day.")],
    kind: Annotated[Ledger, typer.Option(help="Which ledger: 综窗, 网厅, 非综窗.")] = Ledger.COUNTER,
    database: Database = None,
    password_file: PasswordFile = None,
) -> None:
    """Write one of the three ledgers of a span of days as a workbook or as printable pages."""
    span: tuple[date, date] = (first.date(), last.date())
    raise typer.Exit(_late("ledgers").write(output, database, login, password_file, span, kind))


@app.command()
@calm
def prove(login: Login, database: Database = None, password_file: PasswordFile = None) -> None:
    """Prove the three ledgers equal to the sum of the acts, and keep the answer in the hall's records."""
    raise typer.Exit(_late("ledgers").prove(database, login, password_file))


@app.command("card-helper", hidden=True)
def card_helper() -> None:
    """Run a card reader's vendor library behind JSON lines (the program starts this itself)."""
    raise typer.Exit(import_module("yichuang_desktop.devices.card_helper").main())


@app.command()
@calm
def simulate(
    days: Annotated[int, typer.Option(min=1, max=200, help="Working days.")] = 20,
    seed: Annotated[int, typer.Option(help="The same seed tells the same story.")] = 1,
    cases: Annotated[int | None, typer.Option(help="Applications; default about 105 a day.")] = None,
    database: Database = None,
) -> None:
    """Simulate a hall through every path of the regulation and prove its books; needs an empty database."""
    raise typer.Exit(_late("simulating").run(database, days, cases, seed))


@app.command()
@calm
def gallery(
    folder: Annotated[Path, typer.Argument(help="Where the papers are put.")],
    pictures: Annotated[bool, typer.Option("--pictures", help="Every page as PNG too.")] = False,
    only: Annotated[list[str] | None, typer.Option(help="Papers whose name begins so; repeatable.")] = None,
) -> None:
    """Render every paper of the hall with typical, longest and emptiest data into a folder of PDFs."""
    raise typer.Exit(_late("gallery").write(folder, tuple(only or ()), pictures=pictures))


@app.command()
@calm
def push(
    database: Database = None,
    once: Annotated[bool, typer.Option("--once", help="Send what is due now, then end.")] = False,
) -> None:
    """Send the hall's messages to the platform and departments' systems (docs/push.md), until interrupted."""
    raise typer.Exit(_late("pushing").push(database, once=once))


@app.command()
@calm
def doctor(database: Database = None) -> None:
    """Check this PC: libraries, fonts, database, printers, screens; say what to do about each trouble."""
    raise typer.Exit(_late("doctor").examine(database))


@db.command("init")
@calm
def db_init(
    url: Annotated[str, typer.Argument(help="sqlite:///file or postgresql://administrator@host:port/name.")],
    hall: Annotated[Path, typer.Option(help="The hall's plan (see resources/demo/hall.toml).")],
) -> None:
    """Prepare a hall's database from nothing: tables, roles, log-ins, windows, calendar."""
    raise typer.Exit(halls.init(url, hall))


@db.command("upgrade")
@calm
def db_upgrade(database: Database = None) -> None:
    """Bring the database to this program's version; an SQLite file is copied first."""
    raise typer.Exit(halls.upgrade(database))
