"""Keep the four catalogues complete: ``update`` collects and compiles, ``check`` only looks.

Both work on a copy of the sources, so that a check changes nothing and both see the same texts.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("en", "fr", "uk", "ar")
SOURCE_LANGUAGE = "en"
SOURCES = ("cms", "news", "videos", "accounts")
DOMAIN = "django"
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|\{(\w+)\}")

Key = tuple[str, str]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("action", choices=["update", "check"])
    with tempfile.TemporaryDirectory() as folder:
        copy = copy_sources(Path(folder))
        collect(copy)
        if parser.parse_args().action == "update":
            update(copy)
            return 0
        faults = [fault for language in LANGUAGES for fault in faults_of(language, copy)]
    print("\n".join(faults) if faults else "All four catalogues are complete.")
    return 1 if faults else 0


def copy_sources(folder: Path) -> Path:
    """Copy what texts are collected from."""
    skipped = shutil.ignore_patterns("__pycache__", "migrations", "static")
    for name in SOURCES:
        shutil.copytree(ROOT / name, folder / name, ignore=skipped)
    shutil.copy(ROOT / "manage.py", folder)
    for language in LANGUAGES:
        target = folder / catalogue(language)
        target.parent.mkdir(parents=True)
        if (ROOT / catalogue(language)).exists():
            shutil.copy(ROOT / catalogue(language), target)
    return folder


def collect(folder: Path) -> None:
    """Bring the copied catalogues up to date with the copied sources."""
    command = [sys.executable, "manage.py", "makemessages", "--no-obsolete", "--no-wrap"]
    command += ["--add-location", "file"]
    for language in LANGUAGES:
        command += ["--locale", language]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "cms.settings.test", "PYTHONPATH": ""}
    environment |= {"DATA_DIR": str(folder / "var")}
    run = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if run.returncode:
        sys.exit(run.stdout + run.stderr)


def update(folder: Path) -> None:
    """Write the collected catalogues back, and compile them."""
    for language in LANGUAGES:
        collected = polib.pofile(str(folder / catalogue(language)), wrapwidth=0)
        collected.header = ""
        collected.metadata_is_fuzzy = 0
        collected.metadata = header_of(language, collected)
        if language == SOURCE_LANGUAGE:
            fill_from_source(collected)
        target = ROOT / catalogue(language)
        target.parent.mkdir(parents=True, exist_ok=True)
        collected.save(str(target))
        collected.save_as_mofile(str(target.with_suffix(".mo")))
        open_entries = [entry for entry in collected if not entry.translated()]
        print(f"{language}: {len(collected)} texts, {len(open_entries)} to translate")


def header_of(language: str, collected: polib.POFile) -> dict[str, str]:
    """Return a header that does not change from one collection to the next."""
    return {
        "Project-Id-Version": "newsroom",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": collected.metadata["Plural-Forms"],
    }


def fill_from_source(collected: polib.POFile) -> None:
    """Have the source language say what the code says."""
    for entry in collected:
        if entry.msgid_plural:
            entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
        else:
            entry.msgstr = entry.msgid
        if "fuzzy" in entry.flags:
            entry.flags.remove("fuzzy")


def faults_of(language: str, folder: Path) -> Iterator[str]:
    """Yield a line for everything that is wrong with the committed catalogue."""
    path = ROOT / catalogue(language)
    if not path.exists():
        yield f"{catalogue(language)}: missing"
        return
    committed = polib.pofile(str(path))
    wanted = {key_of(entry) for entry in polib.pofile(str(folder / catalogue(language)))}
    present = {key_of(entry): entry for entry in committed if not entry.obsolete}
    for context, text in sorted(wanted - set(present)):
        yield f"{language}: missing: {context}{text!r}"
    for context, text in sorted(set(present) - wanted):
        yield f"{language}: not used any more: {context}{text!r}"
    for entry in committed.obsolete_entries():
        yield f"{language}: obsolete: {entry.msgid!r}"
    for entry in present.values():
        for fault in faults_of_entry(entry):
            yield f"{language}: {fault}: {entry.msgid!r}"
    if not is_compiled(committed, path.with_suffix(".mo")):
        yield f"{language}: the compiled catalogue is stale, run: make messages"


def faults_of_entry(entry: polib.POEntry) -> Iterator[str]:
    """Yield what is wrong with one text."""
    if "fuzzy" in entry.flags:
        yield "fuzzy"
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not texts or not all(text.strip() for text in texts):
        yield "empty"
        return
    named = placeholders(entry.msgid) | placeholders(entry.msgid_plural)
    for text in texts:
        found = placeholders(text)
        # A plural form may say "one" in words; it may not invent a placeholder.
        if found - named or (named - found and not entry.msgid_plural):
            yield f"placeholders differ in {text!r}"


def placeholders(text: str) -> set[str]:
    """Return the names between the braces or brackets of a text."""
    return {first or second for first, second in PLACEHOLDER.findall(text or "")}


def is_compiled(committed: polib.POFile, path: Path) -> bool:
    """Whether the compiled file says what the catalogue says."""
    if not path.exists():
        return False
    compiled = {key_of(entry): contents(entry) for entry in polib.mofile(str(path))}
    return compiled == {key_of(entry): contents(entry) for entry in committed if entry.translated()}


def contents(entry: polib.POEntry | polib.MOEntry) -> tuple[str, ...]:
    """Return the translations of a text."""
    if entry.msgid_plural:
        return tuple(entry.msgstr_plural[number] for number in sorted(entry.msgstr_plural))
    return (entry.msgstr,)


def key_of(entry: polib.POEntry | polib.MOEntry) -> Key:
    """Return what tells a text from others."""
    return (entry.msgctxt or "", entry.msgid)


def catalogue(language: str) -> Path:
    """Return the catalogue's path inside the project."""
    return Path("locale", language, "LC_MESSAGES", f"{DOMAIN}.po")


if __name__ == "__main__":
    sys.exit(main())
