"""Every fault of a network printer, each seen to strike, and what is told of the job each time."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.printing.fault_storm import FAST, MOODS, SIZE, slip, storm
from tests.printing.printer_mechanism import Faults
from tests.printing.printer_simulator import (
    ASB,
    CUTTER_JAM,
    NEAR_END,
    READY,
    WRONG_BITS,
    PrinterSimulator,
    Temper,
)
from tests.printing.test_transports import JOB
from yichuang_desktop.domain.print_jobs import Delivery, FailureKind, PrinterStatus, Proof
from yichuang_desktop.printing.conversation import Deadlines
from yichuang_desktop.printing.profiles import Confirmation, Preflight
from yichuang_desktop.printing.transports_tcp import TcpTransport

SLIP = slip(7)
CALM = replace(FAST, write=0.4, answer=0.3, drain=0.3, printing=0.6)
NOT_STARTED, HANDED_OVER, CONFIRMED, UNKNOWN = (
    Proof.NOT_STARTED,
    Proof.HANDED_OVER,
    Proof.CONFIRMED,
    Proof.UNKNOWN,
)


def send(
    printer: PrinterSimulator,
    preflight: Preflight = Preflight.TRIED,
    confirmation: Confirmation = Confirmation.NONE,
    deadlines: Deadlines = CALM,
    data: bytes = SLIP,
) -> Delivery:
    return TcpTransport("127.0.0.1", printer.port, preflight, confirmation, deadlines).send(JOB, data)


def told(delivery: Delivery) -> tuple[Proof, FailureKind | None]:
    return delivery.proof, delivery.failure


def by_id(printer: PrinterSimulator) -> Delivery:
    return send(printer, confirmation=Confirmation.PROCESS_ID)


EVERY_FAULT: tuple[tuple[str, Temper, Faults, Callable[..., Delivery], Proof, FailureKind | None], ...] = (
    # -- the link
    ("reset", Temper(READY, reset_at=900), Faults(), send, UNKNOWN, FailureKind.BROKEN_OFF),
    ("close", Temper(READY, close_at=900), Faults(), send, UNKNOWN, FailureKind.BROKEN_OFF),
    ("close", Temper(READY, close_at=SIZE), Faults(), send, UNKNOWN, FailureKind.BROKEN_OFF),
    ("close_in_raster", Temper(READY, close_in_raster=True), Faults(), send, UNKNOWN, FailureKind.BROKEN_OFF),
    ("stop_reading", Temper(READY, stop_reading_at=900), Faults(), send, UNKNOWN, FailureKind.BROKEN_OFF),
    ("stop_reading", Temper(READY, stop_reading_at=900), Faults(), by_id, UNKNOWN, FailureKind.BROKEN_OFF),
    ("close", Temper(READY, close_at=0), Faults(), send, NOT_STARTED, FailureKind.BUSY),
    # -- what it answers
    ("silence", Temper(None), Faults(), send, HANDED_OVER, None),
    ("glue", Temper(NEAR_END, glue=ASB * 2), Faults(), send, HANDED_OVER, None),
    ("late", Temper(READY, answer_late=0.1), Faults(), send, HANDED_OVER, None),
    ("late", Temper(READY, answer_late=0.5), Faults(), send, HANDED_OVER, None),
    ("wrong_bits", Temper(WRONG_BITS), Faults(), send, HANDED_OVER, None),
    # -- paper, cover, power
    (
        "paper",
        Temper(READY, in_turn=True),
        Faults(paper_ends_at_line=0),
        send,
        UNKNOWN,
        FailureKind.PAPER_OUT,
    ),
    (
        "paper",
        Temper(READY, in_turn=True),
        Faults(paper_ends_at_line=20),
        by_id,
        UNKNOWN,
        FailureKind.PAPER_OUT,
    ),
    (
        "cover",
        Temper(READY, in_turn=True),
        Faults(cover_opens_at_line=5),
        send,
        UNKNOWN,
        FailureKind.COVER_OPEN,
    ),
    (
        "cover",
        Temper(READY, in_turn=True, silent_in_trouble=True),
        Faults(cover_opens_at_line=5),
        by_id,
        UNKNOWN,
        FailureKind.BROKEN_OFF,
    ),
    (
        "power",
        Temper(READY, in_turn=True),
        Faults(power_cut_at_line=5),
        send,
        UNKNOWN,
        FailureKind.BROKEN_OFF,
    ),
    (
        "power",
        Temper(READY, in_turn=True),
        Faults(power_cut_at_line=5, heals_after=0.1),
        send,
        UNKNOWN,
        FailureKind.BROKEN_OFF,
    ),
    # -- process ids
    ("process_id_on", Temper(READY, process_id="on"), Faults(), by_id, CONFIRMED, None),
    (
        "process_id_late",
        Temper(READY, process_id="late", process_id_late=0.15),
        Faults(),
        by_id,
        CONFIRMED,
        None,
    ),
    ("process_id_twice", Temper(READY, process_id="twice"), Faults(), by_id, CONFIRMED, None),
    ("process_id_other_first", Temper(READY, process_id="other_first"), Faults(), by_id, CONFIRMED, None),
    ("process_id_other", Temper(READY, process_id="other"), Faults(), by_id, HANDED_OVER, None),
    ("process_id_off", Temper(READY, process_id="off"), Faults(), by_id, HANDED_OVER, None),
    ("process_id_no_end", Temper(READY, process_id="no_end"), Faults(), by_id, HANDED_OVER, None),
    (
        "process_id_on",
        Temper(READY, process_id="on", chatter=ASB, glue=ASB),
        Faults(),
        by_id,
        CONFIRMED,
        None,
    ),
)


@pytest.mark.parametrize(("fault", "temper", "faults", "way", "proof", "failure"), EVERY_FAULT)
def test_a_fault_strikes_and_the_job_is_told_as_the_paper_has_it(
    fault: str,
    temper: Temper,
    faults: Faults,
    way: Callable[..., Delivery],
    proof: Proof,
    failure: FailureKind | None,
) -> None:
    with PrinterSimulator(replace(temper), faults=replace(faults)) as printer:
        delivery = way(printer)
        assert told(delivery) == (proof, failure), delivery.detail
        printer.temper = Temper(READY)
        printer.mechanism.heal()
        printer.wait_for_rest()
        assert printer.hits[fault] > 0, dict(printer.hits)
        if proof is CONFIRMED:
            assert printer.slips == [SLIP]
        if proof is NOT_STARTED:
            assert printer.pieces == []


def test_a_slow_printer_of_two_kilobytes_a_second_is_waited_for() -> None:
    patient = replace(CALM, write=5.0, printing=10.0)
    with PrinterSimulator(Temper(READY, bytes_per_second=2048, process_id="on")) as printer:
        delivery = send(printer, confirmation=Confirmation.PROCESS_ID, deadlines=patient)
        printer.wait_for_rest()
    assert told(delivery) == (CONFIRMED, None)
    assert printer.slips == [SLIP]
    assert printer.hits["slow"] > 10


def test_a_late_answer_is_not_taken_for_the_answer_to_another_question() -> None:
    """The answer "paper near end" to question 4, come late, must not be read as one to question 1."""
    with PrinterSimulator(Temper(NEAR_END, answer_late=0.45)) as printer:
        delivery = send(printer)
        printer.wait_for_rest()
    assert printer.hits["late"] > 0
    assert delivery.status == PrinterStatus()
    assert told(delivery) == (HANDED_OVER, None)


def test_paper_put_in_again_in_time_ends_in_a_confirmed_slip() -> None:
    faults = Faults(paper_ends_at_line=20, heals_after=0.2)
    with PrinterSimulator(Temper(READY, process_id="on"), faults=faults) as printer:
        delivery = send(printer, confirmation=Confirmation.PROCESS_ID)
        printer.wait_for_rest()
    assert told(delivery) == (CONFIRMED, None)
    assert (printer.slips, printer.pieces[0].torn, printer.hits["paper"]) == ([SLIP], True, 1)


def test_a_printer_that_drops_the_rest_after_paper_is_put_in_confirms_nothing() -> None:
    faults = Faults(paper_ends_at_line=20, heals_after=0.1, resumes=False)
    with PrinterSimulator(Temper(READY, process_id="on"), faults=faults) as printer:
        delivery = send(printer, confirmation=Confirmation.PROCESS_ID)
        printer.wait_for_rest()
    assert delivery.proof is not CONFIRMED
    assert (printer.slips, len(printer.pieces[0].lines)) == ([], 20)


def test_an_error_is_named_when_the_printer_can_say_which() -> None:
    hot = {1: 0x1A, 2: 0x52, 3: 0x52, 4: 0x12}
    lasting = {1: 0x1A, 2: 0x52, 3: 0x32, 4: 0x12}
    for status, failure in (
        (CUTTER_JAM, FailureKind.CUTTER),
        (hot, FailureKind.TOO_HOT),
        (lasting, FailureKind.PRINTER_FAULT),
    ):
        with PrinterSimulator(Temper(status)) as printer:
            assert told(send(printer)) == (NOT_STARTED, failure)
            printer.wait_for_rest()
        assert printer.connections[0].asked == [1, 2, 4, 3]


def test_status_messages_another_program_left_on_are_switched_off_by_the_job() -> None:
    prompt, faults = Temper(READY, in_turn=True), Faults(paper_ends_at_line=3, asb=True)
    with PrinterSimulator(prompt, faults=replace(faults)) as printer:
        assert told(send(printer)) == (UNKNOWN, FailureKind.PAPER_OUT)
        assert (printer.hits["paper"], printer.hits["asb"]) == (1, 0)
    with PrinterSimulator(prompt, faults=replace(faults)) as printer:
        assert told(send(printer, data=SLIP.replace(b"\x1da\x00", b""))) == (UNKNOWN, FailureKind.PAPER_OUT)
        assert printer.hits["asb"] == 1, "a message comes in between, and is not taken for an answer"


@pytest.mark.parametrize(
    ("second", "failure"), [("waits", FailureKind.NO_ANSWER), ("refused", FailureKind.UNREACHABLE)]
)
def test_a_second_window_waits_or_is_refused_while_the_first_has_the_printer(
    second: str, failure: FailureKind
) -> None:
    first: list[Delivery] = []
    patient = replace(CALM, write=3.0, printing=3.0, answer=1.5)
    with PrinterSimulator(Temper(READY, second=second, bytes_per_second=8000)) as printer:
        window = threading.Thread(target=lambda: first.append(send(printer, deadlines=patient)))
        window.start()
        printer.wait_for_link()
        other = send(printer, Preflight.REQUIRED, deadlines=replace(CALM, answer=0.1))
        window.join(10)
        printer.wait_for_rest()
        again = send(printer, Preflight.REQUIRED, deadlines=patient)
        printer.wait_for_rest()
    assert (told(first[0]), told(other), told(again)) == (
        (HANDED_OVER, None),
        (NOT_STARTED, failure),
        (HANDED_OVER, None),
    )
    assert printer.slips == [SLIP, SLIP]


def test_the_whole_of_a_job_ends_within_its_deadline_whatever_the_printer_does() -> None:
    short = replace(CALM, write=1.5, job=2.5)
    with PrinterSimulator(Temper(READY, stop_reading_at=500)) as printer:
        began = time.monotonic()
        delivery = send(printer, deadlines=short, data=SLIP[:-4] * 2500 + SLIP)
        assert time.monotonic() - began < short.job
    assert delivery.proof is UNKNOWN


def test_sixty_jobs_to_a_printer_in_every_mood_are_never_told_better_than_the_paper() -> None:
    figures = storm(60, seed=20261123)
    assert figures.wrong == []
    assert set(figures.moods) == set(MOODS)
    assert figures.jobs == 60
    missing = {name: figures.hits[name] for name in STRUCK if not figures.hits[name]}
    assert missing == {}
    assert figures.whole["not_started"] == 0
    assert figures.whole["confirmed"] == figures.proofs["confirmed"] > 0
    assert figures.longest < FAST.job


STRUCK = (
    *("slow", "stop_reading", "reset", "close", "close_in_raster", "black_hole", "refuse", "alone"),
    *("glue", "late", "wrong_bits", "silence", "lies", "paper", "cover", "power"),
)


def test_unknown_names_in_a_temper_file_are_refused() -> None:
    from tests.printing.printer_simulator import temper_from

    values: dict[str, Any] = {"status": "ready", "paper_ends_at_line": 3, "process_id": "on"}
    assert temper_from(values) == (Temper(READY, process_id="on"), Faults(paper_ends_at_line=3))
    with pytest.raises(AssertionError, match="no such fault"):
        temper_from({"paper_at_line": 3})
