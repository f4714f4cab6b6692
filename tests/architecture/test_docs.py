"""The documentation keeps up with the code."""

import ast
import json
import re
import subprocess
from dataclasses import fields
from pathlib import Path

import pytest

from videos.conf import VideoSettings

ROOT = Path(__file__).resolve().parents[2]
TEXT_SUFFIXES = {".cfg", ".css", ".html", ".in", ".js", ".json", ".md", ".po", ".py", ".sh", ".svg"}
TEXT_SUFFIXES |= {".toml", ".txt", ".yaml", ".yml", ""}
# Put together here, so that this file does not hold what it looks for.
REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("docker", "io"),
        ("ghcr", "io"),
        ("deb", "debian", "org"),
    )
]
SOMEBODYS_FOLDERS = ["/".join(("", name, "")) for name in ("root", "work", "opt", "Users")]
READ_OUTSIDE_SETTINGS = {"PYTHON", "CHROMIUM"}
# What has another meaning elsewhere, or what the test processes tell each other.
INTERNAL = {"DATABASE_URL", "PATH", "PYTEST_XDIST_WORKER", "NEWSROOM_TEST_FOLDER", "SPARSE_FILE"}


def tracked_files() -> list[Path]:
    """Return the files that a commit would hold."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def variables_read() -> set[str]:
    """Return the names given to the functions of cms.settings.env."""
    found = set()
    for path in (ROOT / "cms" / "settings").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("env."):
                name = node.args[0]
                assert isinstance(name, ast.Constant), f"{path.name}: {ast.unparse(node)}"
                found.add(name.value)
    return found


def variables_of_testing() -> set[str]:
    """Return what the tests and the run of every check read."""
    python = "".join(path.read_text() for path in (ROOT / "tests").rglob("*.py"))
    found = re.findall(r"""os\.environ(?:\.get\(|\[)["']([A-Z_]+)["'](?!\] =)""", python)
    script = (ROOT / ".ci" / "run").read_text()
    return {*found, *re.findall(r"\$\{([A-Z_]+):-", script)} - INTERNAL


class TestEnvironment:
    def test_the_example_lists_what_settings_read(self) -> None:
        example = (ROOT / ".env.example").read_text()

        listed = set(re.findall(r"^#?([A-Z0-9_]+)=", example, re.MULTILINE))

        assert listed == variables_read() | READ_OUTSIDE_SETTINGS

    def test_the_reference_lists_what_settings_read(self) -> None:
        reference = (ROOT / "docs" / "reference" / "environment.md").read_text()

        listed = set(re.findall(r"^\| `([A-Z0-9_]+)` \|", reference, re.MULTILINE))

        assert listed == variables_read() | READ_OUTSIDE_SETTINGS | variables_of_testing()

    def test_the_reference_lists_every_setting_of_videos(self) -> None:
        reference = (ROOT / "docs" / "reference" / "environment.md").read_text()
        base = (ROOT / "cms" / "settings" / "base.py").read_text()
        declared = base[base.index("VIDEOS = {") :].partition("\n}")[0]
        from_environment = set(re.findall(r'^    "([A-Z_]+)": env\.', declared, re.MULTILINE))

        listed = set(re.findall(r'^\| `VIDEOS\["([A-Z_]+)"\]` \|', reference, re.MULTILINE))

        assert listed | from_environment == {field.name for field in fields(VideoSettings)}
        assert not listed & from_environment


class TestEndpoints:
    def test_the_reference_lists_every_endpoint(self) -> None:
        pages = [ROOT / "docs" / "reference" / name for name in ("api.md", "account-api.md")]
        reference = "".join(page.read_text() for page in pages)
        description = json.loads((ROOT / "cms" / "api" / "openapi.json").read_text())
        listed = set(re.findall(r"`((?:/api/v1)?/[a-z{}/.-]*)(?:\?[^`]*)?`", reference))
        listed = {
            ("/api/v1/" + path.removeprefix("/api/v1").strip("/")).rstrip("/") for path in listed
        }
        # Every kind has a list; details are described once for all.
        named = {path for path in description["paths"] if "{id}" not in path or "/account/" in path}

        missing = {path for path in named if path.rstrip("/") not in listed}

        assert named
        assert missing == set()


class TestMakefile:
    def test_every_target_is_explained(self) -> None:
        makefile = (ROOT / "Makefile").read_text()
        targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE)) - {"base"}

        explained = set(re.findall(r"^([a-z-]+):[^#\n]*## \S", makefile, re.MULTILINE))

        assert targets == explained


class TestFiles:
    @pytest.mark.parametrize("forbidden", REGISTRIES + SOMEBODYS_FOLDERS)
    def test_name_no_registry_and_no_machine(self, forbidden: str) -> None:
        naming = [
            str(path.relative_to(ROOT))
            for path in tracked_files()
            if path.suffix in TEXT_SUFFIXES and forbidden in path.read_text(errors="replace")
        ]

        assert naming == []

    def test_links_between_documents_lead_somewhere(self) -> None:
        broken = []
        for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
            for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text()):
                if not (path.parent / link).exists():
                    broken.append(f"{path.relative_to(ROOT)}: {link}")

        assert broken == []

    def test_the_environment_is_not_committed(self) -> None:
        listed = subprocess.run(
            ["git", "ls-files", ".venv", "var"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )

        assert listed.stdout == ""
