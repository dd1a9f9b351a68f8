"""Every paper of the hall with the longest and emptiest data, as files to look at."""

from pathlib import Path

from yichuang_desktop.app.program import make_application
from yichuang_desktop.cli.console import bar, tell
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.printing.page_gallery import gallery


def write(folder: Path, only: tuple[str, ...], *, pictures: bool) -> int:
    """Write the gallery into ``folder``. Raises RuleViolation("paper_file_not_written")."""
    _application = make_application(["yichuang"])
    try:
        files = gallery(folder, only, pictures=pictures, done=bar("单据"))
    except OSError as error:
        raise RuleViolation("paper_file_not_written", file=folder.name) from error
    papers = sum(1 for file in files if file.suffix == ".pdf")
    tell(f"{papers} 份单据已写入 {folder}。")
    return 0
