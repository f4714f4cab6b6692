"""Backends of speech to text.

A backend is a class without arguments, named by its dotted path in ``VIDEOS["TRANSCRIBER"]``. It
runs in a worker of the queue ``media``, never in a request.
"""

import shlex
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from django.utils.module_loading import import_string

from videos.conf import video_settings
from videos.pipeline.timed_text.cues import Cue
from videos.pipeline.timed_text.reading import read

ERROR_TAIL = 500


class TranscriptionFailed(Exception):
    """The backend gave no text; the message says why, for editors and the log."""


class Transcriber(Protocol):
    """What a backend does."""

    def transcribe(self, audio_path: Path, language: str) -> Sequence[Cue]:
        """Return what is said in a WAV file (16 kHz, one channel), in a BCP 47 language.

        Raises:
            TranscriptionFailed: nothing could be recognised.
        """
        ...


class CommandTranscriber:
    """Runs a program of this machine, such as whisper.cpp, that prints WebVTT or SubRip.

    ``VIDEOS["TRANSCRIBER_COMMAND"]`` is the command; ``{audio}`` and ``{language}`` in it are
    filled in. No shell reads it.
    """

    def transcribe(self, audio_path: Path, language: str) -> Sequence[Cue]:
        """Run the command and read what it prints.

        Raises:
            TranscriptionFailed: it ended with an error.
        """
        command = [
            part.replace("{audio}", str(audio_path)).replace("{language}", language)
            for part in shlex.split(video_settings().TRANSCRIBER_COMMAND)
        ]
        try:
            done = subprocess.run(  # noqa: S603 - the command of whoever runs the newsroom
                command, stdin=subprocess.DEVNULL, capture_output=True, check=False
            )
        except (OSError, IndexError) as error:
            raise TranscriptionFailed(str(error)) from error
        if done.returncode != 0:
            tail = done.stderr.decode("utf-8", "replace").strip()[-ERROR_TAIL:]
            raise TranscriptionFailed(tail or f"exit {done.returncode}")
        return read(done.stdout, language=language).cues


def transcriber() -> Transcriber | None:
    """Return the backend, None while speech to text is off."""
    path = video_settings().TRANSCRIBER
    if not path:
        return None
    backend: Transcriber = import_string(path)()
    return backend
