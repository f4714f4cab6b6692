"""The rules of use of one video, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: what is forbidden, or the only thing that is allowed.

    Attributes:
        kind: a value of ``RestrictionKind``.
        territories: two-letter codes of ISO 3166; none means everywhere.
        media: values of ``Medium``; none means all.
    """

    kind: str
    territories: tuple[str, ...] = ()
    media: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rights:
    """What holds for a video. Every rule holds: they are never alternatives.

    Attributes:
        embargoed_until: not public and not to be used before this instant (UTC).
        usage_ends_at: not to be used after this instant (UTC).
        no_archive: not to be kept for later use.
        credit: how the source must be named.
    """

    rules: tuple[Rule, ...] = ()
    embargoed_until: datetime | None = None
    usage_ends_at: datetime | None = None
    no_archive: bool = False
    credit: str = ""

    @property
    def are_restricted(self) -> bool:
        """Whether anything but the naming of the source is asked for."""
        return bool(self.rules or self.embargoed_until or self.usage_ends_at or self.no_archive)


def rights_of(video: Any) -> Rights:
    """Return the rules of a page, saved or not."""
    return Rights(
        rules=tuple(
            Rule(row.kind, _settled(row.territories), _settled(row.media))
            for row in video.restrictions.all()
        ),
        embargoed_until=video.embargoed_until,
        usage_ends_at=video.usage_ends_at,
        no_archive=video.no_archive,
        credit=video.credit,
    )


def _settled(values: Sequence[str] | None) -> tuple[str, ...]:
    return tuple(values or ())
