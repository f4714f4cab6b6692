"""Outside players: which addresses we know how to play, without ever asking the network.

A known address gets the address of its privacy-friendly player. Any other https address stays a
link card. The player is loaded by the reader's click only.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, parse_qs, urlsplit

_YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}")
_VIMEO_ID = re.compile(r"\d{6,12}")
_DAILYMOTION_ID = re.compile(r"x[a-z0-9]{5,9}")


@dataclass(frozen=True)
class Provider:
    """A host whose addresses can be turned into a player's address."""

    name: str
    hosts: frozenset[str]
    player_url: Callable[[SplitResult], str | None]


def _youtube(url: SplitResult) -> str | None:
    parts = [part for part in url.path.split("/") if part]
    if url.hostname == "youtu.be":
        candidate = parts[0] if parts else ""
    elif parts[:1] == ["watch"]:
        candidate = parse_qs(url.query).get("v", [""])[0]
    elif len(parts) > 1 and parts[0] in {"embed", "live", "shorts"}:
        candidate = parts[1]
    else:
        return None
    if not _YOUTUBE_ID.fullmatch(candidate):
        return None
    return f"https://www.youtube-nocookie.com/embed/{candidate}"


def _vimeo(url: SplitResult) -> str | None:
    numbers = [part for part in url.path.split("/") if _VIMEO_ID.fullmatch(part)]
    return f"https://player.vimeo.com/video/{numbers[0]}?dnt=1" if numbers else None


def _dailymotion(url: SplitResult) -> str | None:
    parts = [part for part in url.path.split("/") if _DAILYMOTION_ID.fullmatch(part)]
    return f"https://geo.dailymotion.com/player.html?video={parts[-1]}" if parts else None


PROVIDERS = (
    Provider(
        "YouTube",
        frozenset(
            {
                "youtube.com",
                "www.youtube.com",
                "m.youtube.com",
                "youtu.be",
                "www.youtube-nocookie.com",
            }
        ),
        _youtube,
    ),
    Provider("Vimeo", frozenset({"vimeo.com", "www.vimeo.com", "player.vimeo.com"}), _vimeo),
    Provider(
        "Dailymotion",
        frozenset({"dailymotion.com", "www.dailymotion.com", "dai.ly"}),
        _dailymotion,
    ),
)


def embed_json(url: str, *, title: str) -> dict[str, Any] | None:
    """Return the public JSON of an outside address, or None unless it is a proper https one."""
    parts = split_https(url)
    if parts is None:
        return None
    return {
        "url": url,
        "title": title or provider_name(parts),
        "host": parts.hostname,
        "player_url": _player_url(parts),
    }


def split_https(url: str) -> SplitResult | None:
    """Return the parts of an https address with a host and no credentials, else None."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises for a port that is not a number
    except ValueError:
        return None
    has_no_login = parts.username is None and parts.password is None
    return parts if parts.scheme == "https" and parts.hostname and has_no_login else None


def provider_name(parts: SplitResult) -> str:
    """Return the provider's own name, or the host."""
    provider = _provider(parts)
    return provider.name if provider else str(parts.hostname)


def _player_url(parts: SplitResult) -> str | None:
    provider = _provider(parts)
    return provider.player_url(parts) if provider else None


def _provider(parts: SplitResult) -> Provider | None:
    return next((known for known in PROVIDERS if parts.hostname in known.hosts), None)
