"""The files that a shotlist is offered as, each made from a video's document."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.http import content_disposition_header

from videos.shotlist.chapters import chapters
from videos.shotlist.dopesheet import dopesheet_text
from videos.shotlist.dopesheet_pdf import dopesheet_pdf
from videos.shotlist.edl import edl
from videos.shotlist.otio import otio

OTIO_TYPE = "application/vnd.pixar.opentimelineio+json"

type Render = Callable[[dict[str, Any]], str | bytes]


@dataclass(frozen=True, slots=True)
class ShotlistFile:
    """One kind of file."""

    extension: str
    content_type: str
    summary: str
    render: Render
    needs_rows: bool = True
    is_attachment: bool = True

    @property
    def media_type(self) -> str:
        """Return the content type without its parameters."""
        return self.content_type.partition(";")[0]

    def is_offered(self, document: dict[str, Any]) -> bool:
        """Whether the video has what the file is about.

        A document that was delivered before there were shotlists says nothing of one.
        """
        rows = document.get("shotlist")
        return bool(rows) or (rows is not None and not self.needs_rows)

    def content(self, document: dict[str, Any]) -> bytes:
        """Return the bytes, in the language of the document."""
        with translation.override(document["locale"]):
            content = self.render(document)
        return content.encode() if isinstance(content, str) else content

    def disposition(self, document: dict[str, Any]) -> str:
        """Return the header that names the file after the page."""
        name = f"{document['slug']}-{document['locale']}.{self.extension}"
        return content_disposition_header(self.is_attachment, name) or "inline"


FILES = {
    file.extension: file
    for file in (
        ShotlistFile(
            "pdf", "application/pdf", "dopesheet on paper", dopesheet_pdf, needs_rows=False
        ),
        ShotlistFile(
            "txt",
            "text/plain; charset=utf-8",
            "dopesheet as plain text",
            dopesheet_text,
            needs_rows=False,
            is_attachment=False,
        ),
        ShotlistFile("edl", "text/plain; charset=utf-8", "CMX 3600 edit decision list", edl),
        ShotlistFile("otio", OTIO_TYPE, "OpenTimelineIO timeline", otio),
        ShotlistFile(
            "vtt", "text/vtt; charset=utf-8", "WebVTT chapters", chapters, is_attachment=False
        ),
    )
}
