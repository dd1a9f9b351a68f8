"""Which hands do the work on pictures: OpenCV's where the camera's parts are installed, else Pillow's."""

from functools import cache
from importlib.util import find_spec

from yichuang_desktop.services.ports_cameras import PictureWork

PARTS = ("cv2", "numpy", "zxingcpp")


def parts_installed() -> bool:
    """Whether edges can be found and codes be read; imports nothing."""
    return all(find_spec(name) is not None for name in PARTS)


@cache
def picture_work() -> PictureWork:
    """The best hands this PC has. The first call imports them: not on the Qt thread."""
    if parts_installed():
        from yichuang_desktop.devices.camera_cv import CvWork  # noqa: PLC0415 - only where a camera is used

        return CvWork()
    from yichuang_desktop.devices.camera_plain import PlainWork  # noqa: PLC0415

    return PlainWork()
