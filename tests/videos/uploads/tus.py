"""Speaking tus to the application, without a server between."""

import base64
import hashlib
from typing import Any

from django.http import HttpResponse
from django.test import Client
from wagtail.models import Collection

UPLOADS = "/cms/video-uploads/files/"
PIECE = "application/offset+octet-stream"


def metadata(**values: object) -> str:
    """Return the header Upload-Metadata."""
    encoded = {key: base64.b64encode(str(value).encode()) for key, value in values.items()}
    return ",".join(f"{key} {value.decode()}" for key, value in encoded.items())


def checksum(content: bytes, algorithm: str = "sha256") -> str:
    """Return the header Upload-Checksum."""
    digest = hashlib.new(algorithm, content).digest()
    return f"{algorithm} {base64.b64encode(digest).decode()}"


class Tus:
    """A signed-in person's tus client."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def ask(self, method: str, path: str, data: bytes = b"", **headers: object) -> HttpResponse:
        """Send a request; headers are named with underscores."""
        sent = {"Tus-Resumable": "1.0.0"} | {
            name.replace("_", "-"): str(value) for name, value in headers.items()
        }
        return self.client.generic(method, path, data, content_type=PIECE, headers=sent)

    def create(
        self,
        size: int,
        *,
        name: str = "bridge.mp4",
        collection: Collection | None = None,
        **more: Any,
    ) -> HttpResponse:
        """Ask for room."""
        values = {"filename": name, **more}
        if collection is not None:
            values["collection"] = collection.pk
        return self.ask("POST", UPLOADS, Upload_Length=size, Upload_Metadata=metadata(**values))

    def begin(self, size: int, **more: Any) -> str:
        """Ask for room and return the address of the upload."""
        response = self.create(size, **more)
        assert response.status_code == 201, response.content
        return response["Location"]

    def send(self, address: str, data: bytes, *, offset: int, **headers: object) -> HttpResponse:
        """Send a piece."""
        return self.ask("PATCH", address, data, Upload_Offset=offset, **headers)

    def offset(self, address: str) -> int:
        """Ask where the upload stands."""
        response = self.ask("HEAD", address)
        assert response.status_code == 200
        return int(response["Upload-Offset"])

    def state(self, address: str) -> dict[str, Any]:
        """Ask for the state that the page shows."""
        return self.client.get(address).json()
