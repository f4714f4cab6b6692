"""Copy the released Video.js into the static files, with the licences of all it contains.

Needs npm; running the newsroom does not, because the result is committed. npm checks the hashes
in ``package-lock.json``. Nothing is compiled: the files are those of the release. The icon font,
which the release writes into the style sheet as a ``data:`` address, is put back beside it, since
our policy allows no such fonts.
"""

import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "videos" / "vendor"
TARGET = ROOT / "videos" / "static" / "videos" / "vendor" / "videojs"
LANGUAGES = ("ar", "fr", "uk")  # English is what the library speaks by itself
EMBEDDED_FONT = re.compile(r"url\(data:application/font-woff[^)]*\)")
LICENCE_NAMES = ("LICENSE*", "LICENCE*", "license*", "NOTICE*")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(SOURCE / name, work)
        subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=work, check=True
        )
        shutil.rmtree(TARGET, ignore_errors=True)
        copy_release(work / "node_modules" / "video.js")
        write_licences(work / "node_modules", json.loads((work / "package-lock.json").read_text()))


def copy_release(package: Path) -> None:
    """Copy script, style, font and translations."""
    (TARGET / "lang").mkdir(parents=True)
    (TARGET / "font").mkdir()
    shutil.copy(package / "dist" / "video.min.js", TARGET)
    shutil.copy(package / "dist" / "font" / "VideoJS.woff", TARGET / "font")
    for language in LANGUAGES:
        shutil.copy(package / "dist" / "lang" / f"{language}.js", TARGET / "lang")
    style = (package / "dist" / "video-js.min.css").read_text()
    style, count = EMBEDDED_FONT.subn("url(font/VideoJS.woff)", style)
    if count != 1:
        raise SystemExit("The style sheet embeds its font in another way than before.")
    (TARGET / "video-js.min.css").write_text(style)


def write_licences(modules: Path, lock: dict) -> None:
    """Write the licence texts of the library and of all that its file contains."""
    parts = []
    for place, facts in sorted(lock["packages"].items()):
        name = place.rpartition("node_modules/")[2]
        if not name:
            continue
        folder = modules.parent / place
        found = [file for pattern in LICENCE_NAMES for file in sorted(folder.glob(pattern))]
        texts = [file.read_text().strip() for file in dict.fromkeys(found)]
        heading = f"{name} {facts['version']} ({facts.get('license', 'see below')})"
        parts.append("\n\n".join([heading, "=" * len(heading), *texts]))
    (TARGET / "LICENSES.txt").write_text("\n\n\n".join(parts) + "\n")


if __name__ == "__main__":
    main()
