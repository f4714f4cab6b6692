"""Importing published passwords, and looking them up."""

import hashlib
import random
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from accounts.checks import check_breached_passwords
from accounts.passwords.breaches import BreachList, is_breached, list_path, prefix_of
from accounts.passwords.importing import import_files


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()


@pytest.fixture
def write(tmp_path: Path):
    """Return how to write a file of lines."""

    def write(*lines: str | bytes, name: str = "leaked.txt", end: bytes = b"\n") -> Path:
        path = tmp_path / name
        raw = [line if isinstance(line, bytes) else line.encode() for line in lines]
        path.write_bytes(b"".join(line + end for line in raw))
        return path

    return write


def digest(password: str) -> str:
    return hashlib.sha1(password.encode()).hexdigest().upper()


class TestImportFiles:
    def test_reads_passwords(self, write) -> None:
        done = import_files([write("Kettle", "Lantern 7", "été")])

        assert (done.added, done.total, done.files[0].are_digests) == (3, 3, False)
        assert is_breached("Lantern 7")
        assert not is_breached("lantern 7")

    def test_reads_digests_with_and_without_a_count(self, write) -> None:
        done = import_files([write(digest("Kettle") + ":31", digest("Lantern").lower())])

        assert (done.added, done.files[0].are_digests) == (2, True)
        assert is_breached("Kettle")
        assert is_breached("Lantern")

    def test_finds_accents_however_the_file_spells_them(self, write) -> None:
        import_files([write("e\u0301t\u00e9", "cr\u00eape".encode("latin-1"))])

        assert is_breached("\u00e9t\u00e9")
        assert is_breached("cr\u00eape")

    def test_adds_to_the_list(self, write) -> None:
        import_files([write("Kettle", "Lantern")])

        done = import_files([write("Lantern", "Compass")])

        assert (done.added, done.total) == (1, 3)
        assert all(map(is_breached, ["Kettle", "Lantern", "Compass"]))

    def test_ignores_empty_lines_and_line_ends_of_windows(self, write) -> None:
        done = import_files([write("Kettle", "", "Lantern", end=b"\r\n")])

        assert (done.files[0].lines, done.total) == (2, 2)
        assert is_breached("Kettle")

    def test_refuses_a_file_of_digests_with_something_else(self, write) -> None:
        lines = [digest(str(number)) for number in range(200)]

        with pytest.raises(ValueError, match="no SHA-1 digest: b'Kettle'"):
            import_files([write(*lines, "Kettle")])

        assert not list_path().exists()

    def test_leaves_nothing_but_the_list(self, write, settings: Settings) -> None:
        import_files([write("Kettle")])

        assert {path.suffix for path in settings.DATA_DIR.iterdir()} == {".bin", ".lock"}

    def test_is_exact_whatever_the_number_of_runs(self, write, soak_size) -> None:
        count = soak_size(3_000, 2_000_000)
        numbers = random.Random(7).choices(range(count), k=count)

        done = import_files([write(*map(str, numbers))], run_length=count // 150)

        listed = list(BreachList(list_path()))
        assert listed == sorted({prefix_of(str(number)) for number in numbers})
        assert done.total == len(set(numbers))


class TestIsBreached:
    def test_is_false_without_a_list(self) -> None:
        assert not is_breached("Kettle")

    def test_is_false_with_an_empty_list(self, write) -> None:
        import_files([write()])

        assert not is_breached("Kettle")

    def test_notices_a_newer_list_and_that_it_is_gone(self, write) -> None:
        import_files([write("Kettle")])
        before = is_breached("Lantern")

        import_files([write("Lantern")])
        after = is_breached("Lantern")
        list_path().unlink()

        assert (before, after, is_breached("Lantern")) == (False, True, False)


class TestCommand:
    def test_tells_what_it_took_each_file_for(self, write, capsys) -> None:
        files = [write("Kettle", name="words.txt"), write(digest("Lantern"), name="digests.txt")]

        call_command("import_breached_passwords", *map(str, files))

        assert capsys.readouterr().out.splitlines() == [
            "words.txt: 1 lines, read as passwords",
            "digests.txt: 1 lines, read as SHA-1 digests",
            "2 new, 2 on the list",
        ]

    def test_names_a_file_that_is_missing(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match=r"missing\.txt"):
            call_command("import_breached_passwords", str(tmp_path / "missing.txt"))


class TestCheck:
    def test_warns_in_production_alone_until_there_is_a_list(
        self, write, settings: Settings
    ) -> None:
        at_home = check_breached_passwords(None)
        settings.PRODUCTION = True
        in_production = [warning.id for warning in check_breached_passwords(None)]
        import_files([write("Kettle")])

        assert (at_home, in_production) == ([], ["accounts.W001"])
        assert check_breached_passwords(None) == []
