"""Delivered documents written by hand, in English and in Arabic, with every kind of block.

One long file: the pages are read side by side, and share the cards, images and blocks below.
"""

from typing import Any

from cms.core import locales

ORIGIN = "http://127.0.0.1:8000"
UUID = "11111111-1111-4111-8111-{:012d}"


def card(
    kind: str, number: int, title: str, /, *, locale: str = "en", **more: Any
) -> dict[str, Any]:
    path = None if kind in {"topic", "person", "place"} else f"/{locale}/{kind}s/{number}/"
    return {
        "id": UUID.format(number),
        "type": kind,
        "locale": locale,
        "dir": locales.direction(locale),
        "path": path,
        "url": path and f"{ORIGIN}{path}",
        "slug": str(number),
        "title": title,
        "published_at": "2026-11-20T09:00:00Z",
        "updated_at": "2026-11-22T10:00:00Z",
        "translation": {"status": "original", "source_locale": locale, "stale": False},
        **more,
    }


def image(number: int = 1, **more: Any) -> dict[str, Any]:
    def address(width: int, name: str) -> str:
        return f"{ORIGIN}/img/sig/{UUID.format(number)}/v/w-{width}/harbour.{name}"

    return {
        "id": UUID.format(number),
        "alt": "A grey harbour at dawn",
        "credit": "Ines Marchetti / Halden Compact",
        "width": 1600,
        "height": 900,
        "focal_point": {"x": 0.9, "y": 0.2},
        "src": address(960, "jpeg"),
        "srcset": {
            name: [{"url": address(width, name), "width": width} for width in (320, 960, 1600)]
            for name in ("avif", "webp", "jpeg")
        },
        **more,
    }


def document(kind: str, title: str, /, *, locale: str = "en", **more: Any) -> dict[str, Any]:
    path = f"/{locale}/" if kind == "home" else f"/{locale}/{kind}s/harbour/"
    base = card(kind, 1, title, locale=locale, path=path, url=f"{ORIGIN}{path}")
    return {
        **base,
        "alternates": [
            alternate(code, path.replace(f"/{locale}/", f"/{code}/", 1), title)
            for code in ("en", "ar")
        ],
        "ancestors": [] if kind == "home" else [{"title": "Halden Compact", "path": f"/{locale}/"}],
        "seo": {"title": "", "description": ""},
        **more,
    }


def alternate(locale: str, path: str, title: str) -> dict[str, Any]:
    return {
        "locale": locale,
        "hreflang": locale,
        "dir": locales.direction(locale),
        "title": title,
        "path": path,
        "url": f"{ORIGIN}{path}",
    }


def embed(**more: Any) -> dict[str, Any]:
    return {
        "url": "https://www.youtube.com/watch?v=abcdefghijk",
        "title": "The signing, as broadcast",
        "host": "www.youtube.com",
        "player_url": "https://www.youtube-nocookie.com/embed/abcdefghijk",
        **more,
    }


def session(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": UUID.format(500 + number),
        "starts_at": f"2027-05-0{3 + number // 5}T{8 + number % 5:02}:00:00Z",
        "ends_at": f"2027-05-0{3 + number // 5}T{8 + number % 5:02}:45:00Z",
        "local_starts_at": f"2027-05-0{3 + number // 5}T{10 + number % 5:02}:00:00+02:00",
        "local_ends_at": f"2027-05-0{3 + number // 5}T{10 + number % 5:02}:45:00+02:00",
        "time_zone": "Europe/Oslo",
        "time_zone_label": "Oslo time (UTC+2)",
        "title": f"Session number {number}",
        "description": "<p>Arrival and a short statement.</p>",
        "place": card("place", 70, "Oslo"),
        "coverage": "pool",
        "coverage_label": "Pool",
        "status": "scheduled",
        "status_label": "Scheduled",
        "livestream": None,
        "links": [],
        **more,
    }


def sessions(count: int) -> list[dict[str, Any]]:
    made = [session(number) for number in range(count)]
    if count > 1:
        made[1] |= {"status": "live", "status_label": "Live", "livestream": embed()}
        made[0]["links"] = [
            card("article", 8, "What was agreed"),
            card("video", 9, "Ankunft der Delegationen", locale="fr"),
        ]
    return made


def block(kind: str, /, **value: Any) -> dict[str, Any]:
    return {"id": UUID.format(900), "type": kind, "value": value}


def every_block() -> list[dict[str, Any]]:
    return [
        block("paragraph", html="<p>Ministers met <strong>early</strong> «today».</p>"),
        block("heading", text="What comes next", level=2, anchor="what-comes-next"),
        block("heading", text="In detail", level=3, anchor="in-detail"),
        block(
            "quote",
            text="We keep the lights on.",
            speaker=card("person", 60, "Oksana Velychko", role="Minister"),
            attribution="at the signing",
            language="ar",
            original_text="نبقي الأضواء مضاءة.",
        ),
        block("image", image=image(2), caption="The harbour", credit="Another credit"),
        block(
            "gallery",
            title="From the day",
            images=[{"image": image(3), "caption": "One"}, {"image": image(4), "caption": ""}],
        ),
        block("video", video=video_card(5), caption="Footage of the day"),
        block(
            "document",
            document={
                "id": UUID.format(6),
                "title": "The full text",
                "url": f"{ORIGIN}/media/documents/x/text.pdf",
                "filename": "text.pdf",
                "size_bytes": 234_567,
                "content_type": "application/pdf",
            },
            description="Signed version",
        ),
        block(
            "table",
            caption="Ships by country",
            columns=[
                {"type": "text", "heading": "Country"},
                {"type": "number", "heading": "Ships"},
            ],
            rows=[["Halden", 12], ["<b>Orrin</b>", None]],
        ),
        block("fact_box", title="Background", html="<p>Founded in 1998.</p><ul><li>One</li></ul>"),
        block(
            "related_links",
            title="More on this",
            links=[
                {"title": "Earlier", "url": f"{ORIGIN}/en/articles/7/", "path": "/en/articles/7/"},
                {"title": "Elsewhere", "url": "https://example.org/", "path": None},
            ],
        ),
        block("embed", **embed(), caption="Courtesy of the host"),
        block("hologram", anything="a kind from the future"),
    ]


def video_card(number: int, **more: Any) -> dict[str, Any]:
    details = {
        "kind": "b_roll",
        "kind_label": "B-roll",
        "summary": "Ships leave port.",
        "date": "2026-11-20",
        "image": image(number),
        "duration_seconds": 12.0,
    }
    return card("video", number, "Ships leave port", **(details | more))


def article_card(number: int, **more: Any) -> dict[str, Any]:
    details = {
        "kind": "press_release",
        "kind_label": "Press release",
        "summary": "A short summary of what happened.",
        "date": "2026-11-20",
        "dateline": "Oslo",
        "image": image(number),
        "has_video": True,
    }
    return card("article", number, f"Harbours open again {number}", **(details | more))


def programme_card(number: int, **more: Any) -> dict[str, Any]:
    details = {
        "kind": "ministerial",
        "kind_label": "Ministerial",
        "summary": "Two days in Oslo.",
        **_event_times(),
        "place": card("place", 70, "Oslo"),
        "image": image(number),
        "session_count": 6,
    }
    return card("programme", number, f"Meeting of ministers {number}", **(details | more))


def _event_times() -> dict[str, Any]:
    return {
        "starts_at": "2027-05-03T08:00:00Z",
        "ends_at": "2027-05-04T15:00:00Z",
        "local_starts_at": "2027-05-03T10:00:00+02:00",
        "local_ends_at": "2027-05-04T17:00:00+02:00",
        "time_zone": "Europe/Oslo",
    }


def article(locale: str = "en", *, session_count: int = 3, **more: Any) -> dict[str, Any]:
    details = {
        "kind": "press_release",
        "kind_label": "Press release",
        "date": "2026-11-20",
        "dateline": card("place", 70, "Oslo", locale=locale),
        "summary": "Ships leave port for the first time since spring.",
        "lead_image": image(1),
        "body": every_block(),
        "topics": [card("topic", 50, "Maritime trade", locale="en")],
        "people": [card("person", 60, "Oksana Velychko", role="Minister")],
        "places": [card("place", 70, "Oslo", country_code="NO")],
        "programme": {
            "id": UUID.format(80),
            "title": "Meeting of ministers",
            "path": "/en/programmes/80/",
            "url": f"{ORIGIN}/en/programmes/80/",
            "locale": "en",
            "dir": "ltr",
            "time_zone": "Europe/Oslo",
            "sessions": sessions(session_count),
        },
        "videos": [video_card(5), video_card(6)],
        "media_contact": {
            "name": "Press desk",
            "role": "On duty",
            "email": "press@halden.example",
            "phone": "+47 (55) 01 02",
        },
    }
    return document("article", "Harbours open again", locale=locale, **(details | more))


def programme(locale: str = "en", **more: Any) -> dict[str, Any]:
    details = {
        "kind": "ministerial",
        "kind_label": "Ministerial",
        "summary": "Two days in Oslo.",
        **_event_times(),
        "place": card("place", 70, "Oslo"),
        "lead_image": image(1),
        "body": every_block()[:2],
        "media_access": "<p>Enter by the north gate.</p>",
        "accreditation": {"notes": "<p>Bring your card.</p>", "deadline": "2027-04-20T16:00:00Z"},
        "sessions": sessions(8),
        "topics": [],
        "people": [],
        "media_contact": None,
    }
    return document("programme", "Meeting of ministers", locale=locale, **(details | more))


def video(locale: str = "en", **more: Any) -> dict[str, Any]:
    details = {
        "kind": "b_roll",
        "kind_label": "B-roll",
        "synopsis": "<p>Ships leave port.</p>",
        "date": "2026-11-20",
        "place": card("place", 70, "Oslo"),
        "topics": [],
        "people": [],
        "credit": "Halden Compact",
        "usage_restrictions": "Editorial use only.\nNo archive.",
        "rights": {
            "sentence": "",
            "restrictions": [],
            "no_archive": False,
            "credit": "Halden Compact",
            "embargoed_until": None,
            "expires_at": None,
            "odrl": {},
        },
        "duration_seconds": 12.4,
        "poster": image(1),
        "asset": {
            "id": UUID.format(90),
            "duration_seconds": 12.4,
            "width": 1920,
            "height": 1080,
            "size_bytes": 1_000_000,
            "timecode": {
                "rate": "25/1",
                "start": "10:00:00:00",
                "is_drop_frame": False,
                "frame_count": 310,
            },
            "preview": {
                "url": "http://127.0.0.1:8001/media/preview.mp4",
                "content_type": "video/mp4",
                "width": 640,
                "height": 360,
                "size_bytes": 90_000,
            },
        },
    }
    details["shotlist"] = [shot(1), soundbite(2)]
    details["shotlist_files"] = [
        {
            "extension": extension,
            "content_type": "text/plain",
            "url": f"{ORIGIN}/api/v1/videos/{UUID.format(1)}/shotlist.{extension}?locale={locale}",
        }
        for extension in ("pdf", "txt", "edl", "otio", "vtt")
    ]
    details["transcript"] = {
        "track": UUID.format(91),
        "language": "fr",
        "dir": "ltr",
        "machine_made": True,
        "paragraphs": [
            {
                "start_seconds": 1.5,
                "end_seconds": 4.0,
                "speaker": "Élodie",
                "text": "Le bac part à l’aube.",
            },
            {"start_seconds": 62.0, "end_seconds": 70.0, "speaker": "", "text": "A < b & c."},
        ],
    }
    return document("video", "Ships leave port", locale=locale, **(details | more))


def shot(number: int, **more: Any) -> dict[str, Any]:
    begin, end = 6.0 * (number - 1), 6.0 * number
    return {
        "id": UUID.format(200 + number),
        "kind": "shot",
        "kind_label": "Shot",
        "in_frame": round(begin * 25),
        "in_seconds": begin,
        "in_timecode": f"10:00:{int(begin):02}:00",
        "out_frame": round(end * 25),
        "out_seconds": end,
        "out_timecode": f"10:00:{int(end):02}:00",
        "description": "Tugs pull the first ship out.",
        "place": "East quay",
        "restriction": "",
        "speaker": None,
        "language": "",
        "language_label": "",
        "quote": "",
        "quote_rendering": "",
        **more,
    }


def soundbite(number: int, **more: Any) -> dict[str, Any]:
    details = {
        "kind": "soundbite",
        "kind_label": "Soundbite",
        "description": "",
        "place": "",
        "restriction": "Not for advertising.",
        "speaker": card("person", 80, "Ines Vandaele", role="Harbour master"),
        "language": "fr",
        "language_label": "French",
        "quote": "Le quai est ouvert.",
        "quote_rendering": "The quay is open.",
    }
    return shot(number, **(details | more))


def home(locale: str = "en", **more: Any) -> dict[str, Any]:
    details = {
        "intro": "<p>News of the Halden Compact.</p>",
        "highlights": [article_card(1), article_card(2, locale="fr"), programme_card(3)],
    }
    return document("home", "Halden Compact", locale=locale, **(details | more))


def listing(locale: str = "en", *, lists: str = "article", **more: Any) -> dict[str, Any]:
    details = {"intro": "<p>Everything we publish.</p>", "lists": lists}
    return document("listing", "News", locale=locale, **(details | more))


def site() -> dict[str, Any]:
    return {
        "organisation": "Halden Compact",
        "tagline": "Newsroom",
        "footer": "<p>Halden Compact, Oslo</p>",
        "contact_email": "press@halden.example",
        "image": None,
    }


def menus(locale: str = "en") -> dict[str, dict[str, Any]]:
    items = [
        {
            "title": "News",
            "url": f"{ORIGIN}/{locale}/news/",
            "path": f"/{locale}/news/",
            "is_external": False,
        },
        {"title": "Elsewhere", "url": "https://example.org/", "path": None, "is_external": True},
    ]
    return {"header": {"handle": "header", "items": items}, "footer": {"items": items}}
