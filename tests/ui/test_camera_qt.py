"""Qt's own multimedia as a camera: frames through a real video sink, the choice of format, the drivers."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtMultimedia import QVideoFrame, QVideoFrameFormat
from pytestqt.qtbot import QtBot

from tests.devices.camera_pictures import sheet
from yichuang_desktop.domain.devices import Condition, DeviceIdentity, DeviceKind, DeviceReport, WindowDevice
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.services.ports_cameras import Frame
from yichuang_desktop.ui.camera import driver
from yichuang_desktop.ui.camera.identity import identity_of
from yichuang_desktop.ui.camera.live import as_frame, as_image
from yichuang_desktop.ui.camera.qt_source import (
    Format,
    Mailbox,
    OnQtThread,
    QtCamera,
    Running,
    best_format,
    load_backend,
)

TALK = pytest.mark.qt_log_ignore(r"Couldn't (load|resolve) ", r"No RHI backend", extend=True)
"""What Qt's multimedia says of libraries and graphics this machine does not have."""
WINDOWS = r"\\?\usb#vid_1b17&pid_0211&mi_00#7&2a&0&0000#{e5323777-f976-4f5b-9b55-b94699c46e44}\global"


@pytest.fixture
def box() -> Iterator[Mailbox]:
    made = Mailbox()
    made.open()
    yield made
    made.close()


def test_the_largest_picture_that_moves_is_chosen_not_the_first() -> None:
    formats = [
        Format(640, 480, 30, False), Format(2592, 1944, 2, False), Format(2592, 1944, 15, True),
        Format(1920, 1080, 30, True), Format(6000, 4500, 10, True),
    ]  # fmt: skip
    assert best_format(formats) == 2
    assert best_format([Format(640, 480, 2, False)]) == 0
    assert best_format([]) is None


def test_a_camera_is_known_by_what_it_is_wherever_it_is_plugged_in() -> None:
    assert identity_of(WINDOWS).maker == "1b17:0211"
    assert identity_of("/dev/video0") == DeviceIdentity("", "", "/dev/video0")


def test_pictures_pass_between_qt_and_plain_values_unchanged() -> None:
    image = sheet((211, 298))
    frame = Frame(image.width, image.height, image.tobytes())
    assert as_frame(as_image(frame)) == frame


@TALK
def test_frames_of_a_real_sink_are_turned_into_pictures_in_another_thread(qtbot: QtBot, box: Mailbox) -> None:
    heard: list[DeviceReport] = []
    running = Running("no such camera", box, heard.append)
    picture = QImage(320, 240, QImage.Format.Format_RGB32)
    picture.fill(QColor(200, 30, 60))
    camera = QtCamera("no such camera", "")
    camera._mailbox = box
    got: list[Frame | None] = []
    taker = threading.Thread(target=lambda: got.append(camera.take(10)))
    taker.start()
    running.sink.setVideoFrame(QVideoFrame(picture))
    qtbot.waitUntil(lambda: bool(got), timeout=10_000)
    taker.join()
    (frame,) = got
    assert frame is not None
    assert (frame.width, frame.height) == (320, 240)
    assert abs(frame.rgb[0] - 200) < 4
    assert heard[-1].condition is Condition.READY
    running.end()


@TALK
def test_a_camera_sends_yuv_and_a_picture_comes_out(box: Mailbox) -> None:
    """What most cameras send, once their JPEG is unpacked."""
    kind = QVideoFrameFormat(QSize(64, 48), QVideoFrameFormat.PixelFormat.Format_YUV420P)
    grey = QVideoFrame(kind)
    assert grey.map(QVideoFrame.MapMode.WriteOnly)
    for plane in range(grey.planeCount()):
        bits = memoryview(grey.bits(plane))
        bits[:] = bytes([128]) * len(bits)
    grey.unmap()
    box.put(grey)
    camera = QtCamera("", "")
    camera._mailbox = box
    frame = camera.take(1)
    assert frame is not None
    assert (frame.width, frame.height) == (64, 48)
    assert max(frame.rgb) - min(frame.rgb) < 12


@TALK
def test_only_the_newest_frame_waits(box: Mailbox) -> None:
    for shade in (10, 240):
        picture = QImage(16, 16, QImage.Format.Format_RGB32)
        picture.fill(QColor(shade, shade, shade))
        box.put(QVideoFrame(picture))
    newest = box.take(0)
    assert newest is not None
    assert newest.toImage().pixelColor(3, 3).red() > 200
    assert box.take(0) is None


@TALK
def test_a_camera_that_is_not_there_is_looked_for_and_closing_ends_all(qtbot: QtBot) -> None:
    heard: list[DeviceReport] = []
    camera = QtCamera("no such camera", "")
    camera.open(heard.append)
    assert [(report.condition, report.fault) for report in heard] == [(Condition.LOST, "camera_lost")]
    got: list[object] = []
    taker = threading.Thread(target=lambda: got.append(camera.take(60)))
    taker.start()
    camera.close()
    taker.join(10)
    assert got == [None]


@TALK
def test_cameras_are_looked_for_from_any_thread(qtbot: QtBot) -> None:
    load_backend()
    found: list[object] = []
    asking = threading.Thread(target=lambda: found.append(list(driver.find_cameras())))
    asking.start()
    qtbot.waitUntil(lambda: bool(found), timeout=10_000)
    asking.join()
    assert found == [[]], "this machine has no camera"
    assert OnQtThread(lambda: 7).answer(0) in (7, None), "a Qt thread that is busy is not waited for"


def test_the_windows_camera_holds_nothing_until_it_is_wanted() -> None:
    heard: list[DeviceReport] = []
    device = WindowDevice(4, DeviceKind.DOCUMENT_CAMERA, "camera-qt", f"camera:{WINDOWS}", title="高拍仪")
    camera = driver.open_camera(device, heard.append)
    camera.start()
    assert camera.report().condition is Condition.SILENT
    assert camera.take(0) is None
    camera.stop()
    assert not heard
    with pytest.raises(RuleViolation, match="device_address_bad"):
        driver.open_camera(WindowDevice(4, DeviceKind.DOCUMENT_CAMERA, "camera-qt", "COM3"), heard.append)


@TALK
def test_the_test_button_says_what_is_the_matter(qtbot: QtBot) -> None:
    device = WindowDevice(4, DeviceKind.DOCUMENT_CAMERA, "camera-qt", "camera:gone", title="高拍仪")
    camera = driver.WindowCamera(device, lambda _report: None)
    said: list[str] = []
    asking = threading.Thread(target=lambda: said.append(camera.test()))
    asking.start()
    qtbot.waitUntil(lambda: bool(said), timeout=20_000)
    asking.join()
    assert "断开" in said[0]
    assert camera.report().fault == "camera_lost"
