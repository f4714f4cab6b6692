"""What editors are told about timed text."""

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from videos.pipeline.timed_text.checks import Fault, Finding
from videos.pipeline.timed_text.clock import stamp
from videos.pipeline.timed_text.cues import (
    MAX_BYTES,
    MAX_CUES,
    MAX_TEXT,
    TimedTextProblem,
    TimedTextRefused,
)

PROBLEMS = {
    TimedTextProblem.UNKNOWN_FORMAT: gettext_lazy(
        "This is no WebVTT, SubRip, TTML or EBU STL file. Export it in one of these formats."
    ),
    TimedTextProblem.TOO_LARGE: gettext_lazy("The file is larger than %(most_bytes)s."),
    TimedTextProblem.TOO_MANY: gettext_lazy("There are more than %(most_cues)s cues."),
    TimedTextProblem.EMPTY: gettext_lazy("There are no cues in this file."),
    TimedTextProblem.ENCODING: gettext_lazy(
        "The text cannot be read as %(detail)s. Choose another encoding."
    ),
    TimedTextProblem.BAD_TIME: gettext_lazy("This time cannot be read: “%(detail)s”."),
    TimedTextProblem.LONG_TEXT: gettext_lazy(
        "A text is longer than %(most_characters)s characters, or the name of its speaker is too "
        "long. It begins: “%(detail)s”."
    ),
    TimedTextProblem.FORBIDDEN_XML: gettext_lazy(
        "The file declares a document type or entities, which are not allowed. Export it without."
    ),
    TimedTextProblem.DAMAGED: gettext_lazy("The file is damaged or incomplete. Export it again."),
}


FAULTS = {
    Fault.NO_TEXT: gettext_lazy("There is no text. Players leave it out."),
    Fault.NO_END: gettext_lazy("There is no end. Players assume one."),
    Fault.ENDS_BEFORE_START: gettext_lazy("It ends before it starts. Players assume an end."),
    Fault.BEYOND_END: gettext_lazy("It lasts %(seconds)s s beyond the end of the video."),
    Fault.OVERLAP: gettext_lazy("It starts %(seconds)s s before an earlier one ends."),
    Fault.TOO_FAST: gettext_lazy("To read: %(value)s characters a second; limit: %(limit)s."),
    Fault.TOO_SHORT: gettext_lazy("Shown for %(value)s ms; at least %(limit)s ms are needed."),
    Fault.TOO_LONG: gettext_lazy("Shown for %(seconds)s s; limit: %(most_seconds)s s."),
    Fault.LONG_LINE: gettext_lazy("Characters in a line: %(value)s; limit: %(limit)s."),
    Fault.MANY_LINES: gettext_lazy("Lines: %(value)s; limit: %(limit)s."),
}


def refusal_text(refusal: TimedTextRefused) -> str:
    """Return why a file is refused, with the line where there is one."""
    text = str(PROBLEMS[refusal.problem]) % {
        "detail": refusal.detail,
        "most_bytes": filesizeformat(MAX_BYTES),
        "most_cues": MAX_CUES,
        "most_characters": MAX_TEXT,
    }
    if refusal.line is None:
        return text
    return _("Line %(line)s: %(problem)s") % {"line": refusal.line, "problem": text}


def cue_refusal_text(refusal: TimedTextRefused) -> str:
    """Return why cues cannot be saved, with the number of the cue where there is one."""
    if refusal.problem == TimedTextProblem.BAD_TIME:
        text = _("A time lies beyond 99:59:59.")
    else:
        text = refusal_text(TimedTextRefused(refusal.problem, refusal.detail))
    if refusal.line is None:
        return text
    return _("Cue %(number)s: %(problem)s") % {"number": refusal.line, "problem": text}


def fault_text(finding: Finding) -> str:
    """Return what is wrong with a cue."""
    return str(FAULTS[finding.fault]) % {
        "value": f"{finding.value:g}",
        "limit": f"{finding.limit:g}",
        "seconds": _seconds(finding.value),
        "most_seconds": _seconds(finding.limit),
    }


def guess_text(encoding: str) -> str:
    """Return the warning about an encoding that was guessed."""
    return _(
        "The file does not say how it is encoded. It was read as %(encoding)s. If letters look "
        "wrong, upload it again and choose the encoding."
    ) % {"encoding": encoding.title() if encoding.startswith("w") else encoding.upper()}


def moved_text(by_ms: int) -> str:
    """Return what was done to times that counted from the source timecode."""
    return _(
        "The times of the file counted from the timecode of the recording. They were moved by "
        "%(time)s, so that they count from its first picture."
    ) % {"time": stamp(by_ms)}


def cues_text(count: int) -> str:
    """Return how many cues there are."""
    return ngettext("%(count)s cue", "%(count)s cues", count) % {"count": count}


def _seconds(milliseconds: float) -> str:
    return f"{milliseconds / 1000:.1f}"
