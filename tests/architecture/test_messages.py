"""The catalogue check sees what is wrong with a text."""

import importlib.util
from pathlib import Path

import polib
import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "bin" / "messages.py"
spec = importlib.util.spec_from_file_location("messages_script", SCRIPT)
messages = importlib.util.module_from_spec(spec)
spec.loader.exec_module(messages)


def entry(msgid: str, msgstr: str, **more: object) -> polib.POEntry:
    return polib.POEntry(msgid=msgid, msgstr=msgstr, **more)


class TestFaultsOfEntry:
    @pytest.mark.parametrize(
        ("text", "fault"),
        [
            (entry("Save", "Enregistrer"), []),
            (entry("Save", ""), ["empty"]),
            (entry("Save", " "), ["empty"]),
            (entry("Save", "Enregistrer", flags=["fuzzy"]), ["fuzzy"]),
            (entry("By %(name)s", "Par %(name)s"), []),
            (entry("By %(name)s", "Par %(nom)s"), ["placeholders differ in 'Par %(nom)s'"]),
            (entry("By {name}", "Par"), ["placeholders differ in 'Par'"]),
        ],
    )
    def test_names_the_fault(self, text: polib.POEntry, fault: list[str]) -> None:
        assert list(messages.faults_of_entry(text)) == fault

    def test_wants_every_plural_form(self) -> None:
        text = polib.POEntry(
            msgid="%(count)s text",
            msgid_plural="%(count)s texts",
            msgstr_plural={0: "один текст", 1: "%(count)s тексти", 2: ""},
        )

        assert list(messages.faults_of_entry(text)) == ["empty"]

    def test_lets_a_plural_form_say_one_in_words(self) -> None:
        text = polib.POEntry(
            msgid="%(count)s text",
            msgid_plural="%(count)s texts",
            msgstr_plural={0: "один текст", 1: "%(count)s тексти", 2: "%(count)s текстів"},
        )

        assert list(messages.faults_of_entry(text)) == []


class TestIsCompiled:
    def test_sees_a_stale_file(self, tmp_path: Path) -> None:
        catalogue = polib.POFile()
        catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
        catalogue.append(entry("Save", "Enregistrer"))
        compiled = tmp_path / "django.mo"
        catalogue.save_as_mofile(str(compiled))

        assert messages.is_compiled(catalogue, compiled)

        catalogue[0].msgstr = "Sauver"

        assert not messages.is_compiled(catalogue, compiled)

    def test_wants_the_file(self, tmp_path: Path) -> None:
        assert not messages.is_compiled(polib.POFile(), tmp_path / "django.mo")
