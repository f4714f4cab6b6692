"""The player in templates, the same on public pages and in the editor."""

from typing import Any

from django import template

from videos.player import player_of, player_of_document

register = template.Library()


@register.inclusion_tag("videos/player/player.html")
def video_player(document: dict[str, Any], poster: str = "") -> dict[str, Any]:
    """Draw the player of a video document; nothing while there is nothing to play."""
    return {"player": player_of_document(document, poster=poster)}


@register.inclusion_tag("videos/player/player.html")
def asset_player(asset: dict[str, Any], title: str) -> dict[str, Any]:
    """Draw the player of an asset."""
    return {"player": player_of(asset, title=title)}


@register.inclusion_tag("videos/player/head.html")
def video_player_head() -> dict[str, Any]:
    """Draw what the head of a page with a player needs."""
    return {}
