from pathlib import Path

from cms.core.static_files import StaticFilesStorage


def test_modules_import_each_other_by_their_hashed_names(tmp_path: Path) -> None:
    (tmp_path / "main.js").write_text('import { one } from "./part.js";\nconsole.log(one);\n')
    (tmp_path / "part.js").write_text("export const one = 1;\n")
    storage = StaticFilesStorage(location=tmp_path, base_url="/static/")
    files = {name: (storage, name) for name in ("main.js", "part.js")}

    hashed = {name: stored for name, stored, _done in storage.post_process(files) if stored}

    assert f'from "./{hashed["part.js"]}"' in (tmp_path / hashed["main.js"]).read_text()
