"""The secret key of an installation that was given none."""

import os
import secrets
from pathlib import Path

KEY_BYTES = 64


def read_or_create_secret_key(data_dir: Path) -> str:
    """Return the key kept in ``DATA_DIR/secret_key``, creating it (mode 600) when it is missing.

    Two processes may start at once: the one whose link comes second reads the other's key.
    """
    path = data_dir / "secret_key"
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        pass
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = data_dir / f".secret_key.{os.getpid()}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(KEY_BYTES))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text(encoding="ascii").strip()
