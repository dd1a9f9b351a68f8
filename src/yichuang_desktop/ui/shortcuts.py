"""Every key of the program in one place, with what it does and how it stands on the key cap.

A screen names its acts' keys from here, so no two acts of a screen can mean the same key by accident, and the
key list in the help is made from this enum.
"""

from enum import Enum


class Key(Enum):
    """A key: Qt's portable name, the words on the cap, and what it does everywhere."""

    # screens
    SCREEN_1 = ("F1", "F1", "第 1 个页面")
    SCREEN_2 = ("F2", "F2", "第 2 个页面")
    SCREEN_3 = ("F3", "F3", "第 3 个页面")
    SCREEN_4 = ("F4", "F4", "第 4 个页面")
    SCREEN_5 = ("F5", "F5", "第 5 个页面")
    SCREEN_6 = ("F6", "F6", "第 6 个页面")
    SCREEN_7 = ("F7", "F7", "第 7 个页面")
    SCREEN_8 = ("F8", "F8", "第 8 个页面")
    SCREEN_9 = ("F9", "F9", "第 9 个页面")
    MORE_0 = ("Ctrl+0", "Ctrl 0", "更多页面 10")
    MORE_1 = ("Ctrl+1", "Ctrl 1", "更多页面 1")
    MORE_2 = ("Ctrl+2", "Ctrl 2", "更多页面 2")
    MORE_3 = ("Ctrl+3", "Ctrl 3", "更多页面 3")
    MORE_4 = ("Ctrl+4", "Ctrl 4", "更多页面 4")
    MORE_5 = ("Ctrl+5", "Ctrl 5", "更多页面 5")
    MORE_6 = ("Ctrl+6", "Ctrl 6", "更多页面 6")
    MORE_7 = ("Ctrl+7", "Ctrl 7", "更多页面 7")
    MORE_8 = ("Ctrl+8", "Ctrl 8", "更多页面 8")
    MORE_9 = ("Ctrl+9", "Ctrl 9", "更多页面 9")
    # acts of a screen
    ACT_1 = ("F10", "F10", "本页面的办理")
    ACT_2 = ("F11", "F11", "本页面的办理")
    MAIN = ("F12", "F12", "本页面的主要办理")
    ALT_1 = ("Alt+1", "Alt 1", "到第 1 部分")
    ALT_2 = ("Alt+2", "Alt 2", "到第 2 部分")
    ALT_3 = ("Alt+3", "Alt 3", "到第 3 部分")
    ALT_4 = ("Alt+4", "Alt 4", "到第 4 部分")
    ALT_A = ("Alt+A", "Alt A", "少用的办理")
    ALT_B = ("Alt+B", "Alt B", "少用的办理")
    ALT_C = ("Alt+C", "Alt C", "少用的办理")
    ALT_D = ("Alt+D", "Alt D", "少用的办理")
    ALT_E = ("Alt+E", "Alt E", "少用的办理")
    ALT_G = ("Alt+G", "Alt G", "少用的办理")
    ALT_H = ("Alt+H", "Alt H", "少用的办理")
    ALT_J = ("Alt+J", "Alt J", "少用的办理")
    ALT_K = ("Alt+K", "Alt K", "少用的办理")
    ALT_L = ("Alt+L", "Alt L", "少用的办理")
    ALT_M = ("Alt+M", "Alt M", "少用的办理")
    ALT_N = ("Alt+N", "Alt N", "少用的办理")
    ALT_P = ("Alt+P", "Alt P", "少用的办理")
    ALT_Q = ("Alt+Q", "Alt Q", "少用的办理")
    ALT_R = ("Alt+R", "Alt R", "少用的办理")
    ALT_S = ("Alt+S", "Alt S", "少用的办理")
    ALT_T = ("Alt+T", "Alt T", "少用的办理")
    ALT_U = ("Alt+U", "Alt U", "少用的办理")
    ALT_V = ("Alt+V", "Alt V", "少用的办理")
    ALT_W = ("Alt+W", "Alt W", "少用的办理")
    ALT_X = ("Alt+X", "Alt X", "少用的办理")
    ALT_Y = ("Alt+Y", "Alt Y", "少用的办理")
    READ_CARD = ("Alt+I", "Alt I", "读身份证")
    # everywhere
    BACK = ("Esc", "Esc", "返回")
    NEXT = ("Return", "Enter", "下一项")
    FIND = ("Ctrl+F", "Ctrl F", "搜索")
    PREVIEW = ("Ctrl+P", "Ctrl P", "预览单据")
    SAVE = ("Ctrl+S", "Ctrl S", "保存")
    UNDO = ("Ctrl+Z", "Ctrl Z", "撤销")
    NEW = ("Ctrl+N", "Ctrl N", "新的一件")
    REFRESH = ("Ctrl+R", "Ctrl R", "再试一次")
    CAMERA = ("Ctrl+K", "Ctrl K", "用摄像头扫码")
    LOG_OUT = ("Ctrl+L", "Ctrl L", "退出登录")
    UP_DOWN = ("", "↑↓", "选择")
    SCAN = ("", "扫码", "扫码")
    SPACE = ("Space", "空格", "选中")

    def __init__(self, keys: str, cap: str, what: str) -> None:
        self.keys = keys
        """Qt's portable text of the key sequence; empty for what is not a key (the scanner)."""
        self.cap = cap
        """The words on the key cap."""
        self.what = what
        """What it does, for the key list."""


SCREEN_KEYS = (
    Key.SCREEN_1, Key.SCREEN_2, Key.SCREEN_3, Key.SCREEN_4, Key.SCREEN_5,
    Key.SCREEN_6, Key.SCREEN_7, Key.SCREEN_8, Key.SCREEN_9,
)  # fmt: skip
"""F1–F9, in order."""

MORE_SCREEN_KEYS = tuple(key for key in Key if key.name.startswith("MORE_"))
"""Ctrl 1–7: screens that are opened now and then."""

ACT_KEYS = (*(key for key in Key if key.name.startswith(("ACT_", "ALT_"))), Key.READ_CARD, Key.MAIN)
"""The keys an act of a screen may have."""
