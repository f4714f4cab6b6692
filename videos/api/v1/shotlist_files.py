"""The files of a video, made from the delivered document while it is there."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cms.core.api import problems
from cms.core.api.problems import Problem
from cms.delivery import store
from cms.delivery.api import parameters, responses
from cms.delivery.api.views import ReadView, absence, document_headers, parse_work
from videos.metadata.files import FILES as METADATA_FILES
from videos.shotlist.files import FILES, ShotlistFile

KIND = "video"
# Part of every ETag: raise it when the files of the same document change.
EDITION = "1"


class ShotlistFileView(ReadView):
    """One file of a released video. What is not released has none."""

    parameters = (parameters.LOCALE,)
    files: ClassVar[Mapping[str, ShotlistFile]] = FILES

    def media_type(self, **kwargs: str) -> str:
        return self.files[kwargs["extension"]].media_type

    def read(self, request: HttpRequest, values: dict[str, Any], **kwargs: str) -> HttpResponseBase:
        file = self.files[kwargs["extension"]]
        work, locale = parse_work(kwargs["id"]), values["locale"]
        document = store.get_document(KIND, work, locale)
        if document is None:
            raise absence(KIND, work, locale)
        if not file.is_offered(document.data):
            raise Problem(problems.NOT_FOUND, detail="This video has no shotlist.")
        etag = f"{document.etag}-{EDITION}-{file.extension}"
        is_known = responses.is_not_modified(request, etag)
        return responses.ready(
            request,
            etag=etag,
            body=None if is_known else file.content(document.data),
            seq=document.seq,
            headers=self._headers(document, file.disposition(document.data)),
            content_type=file.content_type,
        )

    @staticmethod
    def _headers(document: store.DocumentRow, disposition: str) -> responses.PreparedHeaders:
        headers = {**document_headers(document)}
        headers.pop("link", None)  # the languages of the page, not of the file
        return headers | responses.prepare({"Content-Disposition": disposition})


class MetadataFileView(ShotlistFileView):
    """The description of a released video for other systems."""

    files = METADATA_FILES
