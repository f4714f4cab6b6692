"""Video documents as the files are made from them."""

import functools
from fractions import Fraction
from typing import Any

from cms.core.locales import direction
from tests.website import documents
from videos.shotlist.timing import Timing

# Every count that newsrooms meet, each from an odd place of the day.
COUNTS = {
    "25": Timing(Fraction(25), 900_000, frame_count=90_000),
    "23.976": Timing(Fraction(24000, 1001), 86_399, frame_count=90_000),
    "29.97 DF": Timing(Fraction(30000, 1001), 1_078_900, is_drop_frame=True, frame_count=90_000),
    "29.97 NDF": Timing(Fraction(30000, 1001), 1_078_900, frame_count=90_000),
    "50": Timing(Fraction(50), 0, frame_count=90_000),
    "59.94 DF": Timing(Fraction(60000, 1001), 215_784, is_drop_frame=True, frame_count=180_000),
}

WORDS = {
    "en": {
        "title": "First light on the new quay",
        "description": "Wide of the quay, cranes & tugs <at work> (3 shots)",
        "place": "East quay",
        "restriction": "Not for advertising.",
        "role": "Harbour master",
        "rendering": "The quay is open, and twelve ships wait outside for the pilots to come.",
        "story": "<p>Natural sound.</p><p>The port opened its new quay at dawn. " * 2 + "</p>",
    },
    "fr": {
        "title": "Le quai neuf s’ouvre à l’aube",
        "description": "Plan large du quai\u202f: grues et remorqueurs au travail",
        "place": "Quai est",
        "restriction": "Pas de publicité.",
        "role": "capitaine du port",
        "rendering": "Le quai est ouvert, et douze navires attendent dehors que le pilote arrive.",
        "story": "<p>Son naturel.</p><ul><li>L’œuvre d’un été</li></ul>",
    },
    "uk": {
        "title": "Перше світло на новому причалі",
        "description": "Загальний план причалу, крани й буксири, м’ята",
        "place": "Східний причал",
        "restriction": "Не для реклами.",
        "role": "капітан порту",
        "rendering": "Причал відкрито, і дванадцять кораблів чекають на лоцманів у морі.",
        "story": "<p>Природний звук.</p>",
    },
    "ar": {
        "title": "أول ضوء على الرصيف الجديد",
        "description": "لقطة واسعة للرصيف، رافعات تعمل (3 لقطات) في Port Lumen",
        "place": "الرصيف الشرقي",
        "restriction": "ليس للإعلانات إلا بإذن من الوكالة المالكة.",
        "role": "مديرة الميناء",
        "rendering": "الرصيف مفتوح، واثنتا عشرة سفينة تنتظر في الخارج وصول المرشدين.",
        "story": "<p>صوت طبيعي.</p><p>الأمين العام يصل إلى بروكسل، بلجيكا. لا يسمح باستخدامه "
        "بعد 31 ديسمبر 2026 إلا بإذن، ويجب ذكر المصدر: © NATO 2026.</p>",
    },
}
# What is said, by its language, so that each page has a quote that runs against it.
QUOTES = {
    "fr": "Le quai est ouvert, et douze navires attendent dehors que les pilotes arrivent enfin.",
    "ar": "الرصيف مفتوح، واثنتا عشرة سفينة تنتظر في الخارج وصول المرشدين إليها منذ الصباح.",
}


@functools.cache
def sheet(locale: str = "en", count: str = "25", rows: int = 6) -> dict[str, Any]:
    """Return a document with rows that touch each other and soundbites in between."""
    words, timing = WORDS[locale], COUNTS[count]
    document = documents.video(locale)
    document |= {
        "title": words["title"],
        "dir": direction(locale),
        "synopsis": words["story"],
        "usage_restrictions": words["restriction"],
        "place": documents.card("place", 70, words["place"], country_code="BE"),
        "shotlist": [_row(number, words, timing) for number in range(rows)],
    }
    document["asset"]["timecode"] = timing.as_json()
    return document


def _row(number: int, words: dict[str, str], timing: Timing) -> dict[str, Any]:
    # Odd lengths that cross seconds, and a minute where drop-frame leaves numbers out.
    begin, end = number * 397 + number % 3, (number + 1) * 397
    times = {
        "in_frame": begin,
        "in_seconds": timing.seconds(begin),
        "in_timecode": timing.timecode(begin),
        "out_frame": end,
        "out_seconds": timing.seconds(end),
        "out_timecode": timing.timecode(end),
    }
    if number % 3 != 1:
        more = {"description": words["description"], "place": words["place"]}
        return documents.shot(number, **times, **more)
    language = "fr" if number % 2 else "ar"
    return documents.soundbite(
        number,
        **times,
        speaker=documents.card("person", 80, "Ines Vandaele", role=words["role"]),
        language=language,
        language_label=language.upper(),
        quote=QUOTES[language],
        quote_rendering=words["rendering"],
        restriction=words["restriction"],
    )
