"""The lock: wheels only, for the hall's Windows PCs and for Linux, from the public index alone."""

import re
import tomllib
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from packaging import tags
from packaging.markers import Marker, default_environment
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).resolve().parents[2]
PYTHONS = [(3, 11), (3, 12), (3, 13)]
PLATFORMS = {
    "win32": ["win_amd64"],
    "linux": [f"manylinux_2_{minor}_x86_64" for minor in range(36, 4, -1)] + ["manylinux2014_x86_64"],
}
Package = dict[str, Any]


@pytest.fixture(scope="module")
def locked() -> list[Package]:
    packages: list[Package] = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]
    return packages


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def exported(kind: str) -> list[tuple[str, str, str, set[str]]]:
    """Name, version, marker and hashes of every line of an exported requirements file."""
    text = (ROOT / "requirements" / f"{kind}.txt").read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    found = []
    for line in lines:
        what, *hashes = re.split(r"\s+--hash=", line.strip())
        requirement, _, marker = what.partition(";")
        name, version = requirement.strip().split("==")
        found.append((canonicalize_name(name), version, marker.strip(), set(hashes)))
    return found


def wheels(package: Package) -> list[str]:
    return [wheel["url"].rpartition("/")[2] for wheel in package.get("wheels", [])]


def supported(python: tuple[int, int], platforms: list[str]) -> set[tags.Tag]:
    known = set(tags.cpython_tags(python, platforms=platforms))
    return known | set(tags.compatible_tags(python, f"cp{python[0]}{python[1]}", platforms))


def asked_for(marker: str, python: tuple[int, int], system: str) -> bool:
    machine = "AMD64" if system == "win32" else "x86_64"
    short = f"{python[0]}.{python[1]}"
    surroundings = {
        **default_environment(),
        "sys_platform": system,
        "os_name": "nt" if system == "win32" else "posix",
        "platform_system": "Windows" if system == "win32" else "Linux",
        "platform_machine": machine,
        "python_version": short,
        "python_full_version": f"{short}.9",
    }
    return not marker or Marker(marker).evaluate(surroundings)


@pytest.mark.parametrize("system", ["win32", "linux"])
@pytest.mark.parametrize("python", PYTHONS)
def test_every_library_has_a_wheel(locked: list[Package], system: str, python: tuple[int, int]) -> None:
    files = {(package["name"], package["version"]): wheels(package) for package in locked}
    fitting = supported(python, PLATFORMS[system])
    needed = [entry for entry in exported("tests") if asked_for(entry[2], python, system)]
    assert len(needed) > 50
    lacking = [
        f"{name}=={version}"
        for name, version, _marker, _hashes in needed
        if not any(fitting & parse_wheel_filename(file)[3] for file in files[name, version])
    ]
    assert lacking == []


def test_qt_is_locked_below_the_release_that_crashes(locked: list[Package]) -> None:
    versions = {package["name"]: package["version"] for package in locked}
    assert versions["pyside6-essentials"] == versions["pyside6-addons"] == versions["shiboken6"] == "6.11.3"
    assert "pyside6" not in versions


def test_only_windows_with_a_camera_carry_the_large_libraries() -> None:
    program = {name for name, _version, _marker, _hashes in exported("program")}
    assert program.isdisjoint({"pyside6-addons", "opencv-python-headless", "zxing-cpp", "numpy"})
    tests = {name for name, _version, _marker, _hashes in exported("tests")}
    assert tests >= {"pyside6-addons", "opencv-python-headless"}, "they are tried in every test run"


def test_the_lock_names_only_the_public_index(locked: list[Package]) -> None:
    others = [package for package in locked if package["name"] != "yichuang-desktop"]
    assert {package["source"]["registry"] for package in others} == {"https://pypi.org/simple"}
    hosts = {urlsplit(file["url"]).netloc for package in others for file in package["wheels"]}
    assert hosts == {"files.pythonhosted.org"}


@pytest.mark.parametrize("kind", ["program", "tests"])
def test_the_exported_requirements_are_the_locks_own(locked: list[Package], kind: str) -> None:
    known = {
        (package["name"], package["version"]): {
            file["hash"] for file in [*package.get("wheels", []), package.get("sdist", {"hash": ""})]
        }
        for package in locked
    }
    for name, version, _marker, hashes in exported(kind):
        assert hashes
        assert hashes <= known[name, version]


def test_the_lock_fits_the_project_file(locked: list[Package], project: dict[str, Any]) -> None:
    """Mended by: uv lock, then the two uv export lines of CONTRIBUTING.md."""
    ours = next(package for package in locked if package["name"] == "yichuang-desktop")
    extras = project["project"]["optional-dependencies"].values()
    written = {_spelled(line) for line in [*project["project"]["dependencies"], *chain(*extras)]}
    recorded = {
        _spelled(need["name"] + "".join(f"[{extra}]" for extra in need.get("extras", [])) + need["specifier"])
        for need in ours["metadata"]["requires-dist"]
    }
    assert written == recorded


def _spelled(requirement: str) -> tuple[str, frozenset[str]]:
    name, specifier = re.fullmatch(
        r"([\w.\[\]-]+?)([<>=!~].*)", requirement.partition(";")[0].strip()
    ).groups()  # type: ignore[union-attr]
    return canonicalize_name(name.replace("[", "-").rstrip("]")), frozenset(specifier.split(","))
