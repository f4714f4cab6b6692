"""Cues as a text to read: paragraphs with the time at which each begins."""

from collections.abc import Iterable
from dataclasses import dataclass

from videos.pipeline.timed_text.cues import Cue, with_ends
from videos.pipeline.timed_text.markup import plain

PAUSE_MS = 2_500
ENOUGH_CHARACTERS = 280
ENDS_A_SENTENCE = (".", "!", "?", "…", "؟", "。", "։", "»", "”", '"')


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """What somebody says without a pause."""

    start_ms: int
    end_ms: int
    speaker: str
    text: str


def paragraphs(cues: Iterable[Cue]) -> list[Paragraph]:
    """Return the cues joined to paragraphs, without styles and line breaks.

    A new paragraph begins with another speaker, after a pause, and after a sentence when there is
    enough text.
    """
    found: list[Paragraph] = []
    for cue in with_ends(cues):
        end = cue.end_ms or cue.start_ms
        text = " ".join(plain(cue.text).split("\n"))
        if found and _goes_on(found[-1], cue):
            last = found.pop()
            found.append(
                Paragraph(
                    start_ms=last.start_ms,
                    end_ms=max(last.end_ms, end),
                    speaker=last.speaker,
                    text=f"{last.text} {text}",
                )
            )
        else:
            found.append(
                Paragraph(start_ms=cue.start_ms, end_ms=end, speaker=cue.speaker, text=text)
            )
    return found


def _goes_on(paragraph: Paragraph, cue: Cue) -> bool:
    if cue.speaker != paragraph.speaker or cue.start_ms - paragraph.end_ms >= PAUSE_MS:
        return False
    is_whole = paragraph.text.endswith(ENDS_A_SENTENCE)
    return not (is_whole and len(paragraph.text) >= ENOUGH_CHARACTERS)
