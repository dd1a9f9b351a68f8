"""The short form of the storm; the long one is in the soak (docs/soak.md)."""

from pathlib import Path

from tests.devices.card_storm import storm


def test_R_IN_2_the_program_takes_the_card_that_lay_there_or_nothing(tmp_path: Path) -> None:
    figures = storm(40, seed=4, folder=tmp_path)
    assert figures.wrong == []
    assert figures.taken + figures.refused == figures.asked == 40
    assert figures.taken > figures.refused
    assert len(figures.hits) >= 8, "hardly any fault came to pass"
