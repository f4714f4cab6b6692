"""oEmbed (oembed.com, version 1.0): how other sites come by the frame for an address of ours."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import orjson
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from rest_framework import serializers

from cms.api.v1.schema import ReadSchema
from cms.core.api.problems import GONE, NOT_FOUND, NOT_IMPLEMENTED, Problem, quoted
from cms.delivery import store
from cms.delivery.api import responses
from cms.delivery.api.parameters import Invalid, Parameter
from cms.delivery.api.views import ENVELOPE, ReadView, document_headers, gone
from videos.embedding import DEFAULT_WIDTH, can_be_embedded, embed_html, parse_embed_path, size_of

CACHE_SECONDS = 60
LARGEST = 10_000
MAX_URL = 4096
NOT_FOUND_DETAIL = "No video that can be embedded has this address."


class OEmbedSerializer(serializers.Serializer):
    """What an oEmbed consumer reads."""

    type = serializers.ChoiceField(choices=["video"])
    version = serializers.ChoiceField(choices=["1.0"])
    title = serializers.CharField()
    provider_name = serializers.CharField()
    provider_url = serializers.URLField()
    cache_age = serializers.IntegerField(help_text="Seconds.")
    html = serializers.CharField(help_text="A frame with our player. It sets no cookie.")
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    thumbnail_url = serializers.URLField(required=False)
    thumbnail_width = serializers.IntegerField(required=False)
    thumbnail_height = serializers.IntegerField(required=False)


def _pixels(name: str) -> Any:
    def parse(text: str) -> int:
        if text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= LARGEST:
            return int(text[:6])
        raise Invalid(f"{name} is {quoted(text)}; it must be a whole number from 1 to {LARGEST}.")

    return parse


def _url(text: str) -> str:
    if len(text) <= MAX_URL and text.startswith(("http://", "https://")):
        return text
    raise Invalid(f"url is {quoted(text)}; it must be an address that begins with http.")


def _format(text: str) -> str:
    if text == "json":
        return text
    raise Problem(NOT_IMPLEMENTED, detail=f"Only json is offered, not {quoted(text)}.")


def _size_parameter(name: str, what: str) -> Parameter:
    return Parameter(
        name=name,
        parse=_pixels(name),
        description=f"The frame is at most so many pixels {what}.",
        schema={"type": "integer", "minimum": 1, "maximum": LARGEST},
    )


class OEmbedView(ReadView):
    """The frame for an address of a video. Consumers send parameters of their own, which pass."""

    schema = ReadSchema()
    operation_id = "get_oembed"
    summary = "Describe a frame (oEmbed)"
    description = (
        "The frame with our player for the address of a public video page, as oEmbed 1.0 wants it. "
        "Pages of videos name this address in their head."
    )
    tag = "site"
    envelope = OEmbedSerializer()
    path_parameters = ()
    problems = (NOT_FOUND, GONE, NOT_IMPLEMENTED)
    lets_others_pass = True
    parameters = (
        Parameter(
            name="url",
            parse=_url,
            description="The address of a public video page, or of its player.",
            schema={"type": "string", "format": "uri", "maxLength": MAX_URL},
            is_required=True,
        ),
        _size_parameter("maxwidth", "wide"),
        _size_parameter("maxheight", "high"),
        Parameter(
            name="format",
            parse=_format,
            description="The form of the answer.",
            schema={"type": "string", "enum": ["json"], "default": "json"},
        ),
    )

    def read(self, request: HttpRequest, values: dict[str, Any], **kwargs: str) -> HttpResponseBase:
        document = _find(values["url"])
        content = orjson.dumps(_describe(document, values["maxwidth"], values["maxheight"]))
        etag = responses.entity_tag(ENVELOPE, document.etag, content.decode())
        body = None if responses.is_not_modified(request, etag) else content
        return responses.ready(
            request, etag=etag, body=body, seq=document.seq, headers=document_headers(document)
        )


def _find(url: str) -> store.DocumentRow:
    """Return the video behind an address of a page or of a player.

    Raises:
        Problem: there is none, or it was taken back.
    """
    own, asked = urlsplit(settings.BASE_URL), urlsplit(url)
    if asked.netloc != own.netloc:
        raise Problem(NOT_FOUND, detail="This is no address of this newsroom.")
    if player := parse_embed_path(asked.path):
        locale, work = player
        document = store.get_document("video", UUID(work), locale)
    else:
        found = store.resolve(asked.path or "/")
        if found is not None and found.state == "gone":
            raise gone(found.notice)
        document = found.document if found else None
    if document is None or not can_be_embedded(document.data):
        raise Problem(NOT_FOUND, detail=NOT_FOUND_DETAIL)
    return document


def _describe(row: store.DocumentRow, width: int | None, height: int | None) -> dict[str, Any]:
    document = row.data
    size = size_of(document, width=width or DEFAULT_WIDTH, height=height or 0)
    site = store.chrome(row.locale).site or {}
    return {
        "type": "video",
        "version": "1.0",
        "title": document["title"],
        "provider_name": site.get("organisation") or settings.WAGTAIL_SITE_NAME,
        "provider_url": settings.BASE_URL,
        "cache_age": CACHE_SECONDS,
        "html": embed_html(document, size),
        "width": size.width,
        "height": size.height,
        **_thumbnail(document.get("poster"), size.width if width or height else LARGEST),
    }


def _thumbnail(poster: dict[str, Any] | None, width: int) -> dict[str, Any]:
    """Return the largest JPEG of the poster that is not wider; nothing without one."""
    candidates = ((poster or {}).get("srcset") or {}).get("jpeg") or []
    fitting = [each for each in candidates if each["width"] <= width]
    if not poster or not fitting:
        return {}
    best = max(fitting, key=lambda each: each["width"])
    return {
        "thumbnail_url": best["url"],
        "thumbnail_width": best["width"],
        "thumbnail_height": round(best["width"] * poster["height"] / poster["width"]),
    }
