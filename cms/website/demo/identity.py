"""Fixed identifiers of everything in the demo, so that a second run finds what the first made."""

from uuid import UUID, uuid5

DEMO = UUID("6f2c8a34-5a0e-4b63-9d0e-0f6f0f3a7c11")


def work_id(kind: str, key: str = "") -> UUID:
    """Return the identifier all languages of a work share."""
    return uuid5(DEMO, f"{kind}:{key}")
