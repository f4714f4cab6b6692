"""Copy the released tus-js-client into the static files, with the licences of all it contains.

Needs npm; running the newsroom does not, because the result is committed. npm checks the hashes
in ``videos/vendor/tus/package-lock.json``. Nothing is compiled: the file is that of the release.
"""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "videos" / "vendor" / "tus"
TARGET = ROOT / "videos" / "static" / "videos" / "vendor" / "tus"
# What the release puts into the file for browsers; its other dependencies are for servers.
CONTAINED = ("tus-js-client", "js-base64", "url-parse", "querystringify", "requires-port")
SOURCE_MAP = "\n//# sourceMappingURL="


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(SOURCE / name, work)
        subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=work,
            check=True,
        )
        shutil.rmtree(TARGET, ignore_errors=True)
        TARGET.mkdir(parents=True)
        script = (work / "node_modules" / "tus-js-client" / "dist" / "tus.min.js").read_text()
        # The map is not copied, and storages of static files look for what a file refers to.
        (TARGET / "tus.min.js").write_text(script.partition(SOURCE_MAP)[0] + "\n")
        write_licences(work / "node_modules")


def write_licences(modules: Path) -> None:
    """Write the licence texts of all that the file contains."""
    parts = []
    for name in CONTAINED:
        facts = json.loads((modules / name / "package.json").read_text())
        (text,) = (modules / name).glob("LICENSE*")
        heading = f"{name} {facts['version']} ({facts['license']})"
        parts.append(f"{heading}\n{'=' * len(heading)}\n\n{text.read_text().strip()}")
    (TARGET / "LICENSES.txt").write_text("\n\n\n".join(parts) + "\n")


if __name__ == "__main__":
    main()
