"""Previewing and publishing an item library from a file (R-ITEM-1)."""

from pathlib import Path

from yichuang_desktop import store
from yichuang_desktop.app.hall import sit_down
from yichuang_desktop.app.library import preview_file, publish_file, save_report
from yichuang_desktop.cli.console import password_from, settings_for, tell


def import_items(
    file: Path,
    database: str | None,
    login: str,
    password_file: Path | None,
    *,
    publish: bool,
    report: Path | None,
) -> int:
    """Say what would change and what must be mended; publish it when asked to."""
    hall = store.open_hall(settings_for(database).database_url)
    try:
        place = sit_down(hall, login, password_from(password_file, login), hall.counters()[0].code)
        preview = preview_file(place.desk, file)
        for line in preview.lines():
            print(line)
        if report is not None:
            save_report(preview, report)
            tell(f"整改清单已写入 {report}")
        if publish:
            published = publish_file(place.desk, file, f"导入 {file.name}")
            tell(f"已发布 {published} 个事项的新版本。")
        place.close()
    finally:
        hall.close()
    return 0
