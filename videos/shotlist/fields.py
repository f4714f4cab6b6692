"""Frames that are stored as numbers and typed as timecode."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from videos.pipeline.timecode import TimecodeError, TimecodeProblem
from videos.shotlist.timing import Timing

# Of the number of a frame: more do not fit into the database.
MOST_DIGITS = 9
SHOWN_LENGTH = 40
PROBLEM_TEXTS = {
    TimecodeProblem.FORM: _("“%(text)s” is no timecode. Write it like %(example)s."),
    TimecodeProblem.RANGE: _("“%(text)s” does not exist at %(rate)s frames a second."),
    TimecodeProblem.DROPPED: _("“%(text)s” does not exist: drop-frame timecode leaves it out."),
    TimecodeProblem.CANNOT_DROP: _(
        "“%(text)s” is drop-frame timecode, and this recording counts every number. Write it like "
        "%(example)s."
    ),
}
NO_TIMING = _(
    "The frame rate is not known yet. Choose the video asset, or type the number of the frame."
)


class FrameFormField(forms.CharField):
    """Takes and shows source timecode as ``timing`` counts, which the form sets; gives a frame.

    A whole number is the number of the frame in the file. It is what is shown while there is no
    asset or its frame rate is not known. A frame before the file is a negative number, for the
    form to judge.
    """

    timing: Timing | None = None

    def __init__(self, **kwargs: Any) -> None:
        for name in ("min_value", "max_value", "empty_value"):
            kwargs.pop(name, None)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """Return the frame, None for nothing.

        Raises:
            ValidationError: the text names no frame.
        """
        if isinstance(value, int):
            return value
        text = super().to_python(value)
        if not text:
            return None
        if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS:
            return int(text)
        if self.timing is None:
            raise ValidationError(NO_TIMING, code="no_timing")
        try:
            return self.timing.frame(text)
        except TimecodeError as error:
            raise ValidationError(
                PROBLEM_TEXTS.get(error.problem, PROBLEM_TEXTS[TimecodeProblem.FORM]),
                code=str(error.problem),
                params={
                    "text": text[:SHOWN_LENGTH],
                    "example": self.timing.timecode(0),
                    "rate": round(float(self.timing.rate), 3),
                },
            ) from error

    def prepare_value(self, value: Any) -> Any:
        """Return the timecode, or the number while no timecode can be told."""
        if isinstance(value, int) and value >= 0 and self.timing is not None:
            return self.timing.timecode(value)
        return value


class FrameField(models.PositiveIntegerField):
    """A frame of the master, counted from 0; edited as source timecode."""

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        """Use the field that reads timecode."""
        return super().formfield(**{"form_class": FrameFormField, **kwargs})
