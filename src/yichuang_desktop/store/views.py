"""Questions screens ask."""

from yichuang_desktop.store.hall_reading import HallReading
from yichuang_desktop.store.lanes import Lanes


class StoreViews:
    def __init__(self, lanes: Lanes, reading: HallReading) -> None:
        self._lanes = lanes
        self._reading = reading
