"""Files in one bucket of an S3 store, below a folder. They are never public by themselves."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, NoReturn
from urllib.parse import urlsplit

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError
from django.conf import settings
from django.utils.deconstruct import deconstructible
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from cms.core.storage import FilePart, RemoteStorage, UnfinishedFile

MEMORY_BYTES = 2 * 1024 * 1024  # of a file that is read; the rest of it lies in scratch space
CONNECT_SECONDS, READ_SECONDS, TRIES = 10, 60, 5
SIGNED_HEADERS = {
    "Content-Type": "ResponseContentType",
    "Content-Disposition": "ResponseContentDisposition",
    "Cache-Control": "ResponseCacheControl",
}
NOT_FOUND = 404


@contextmanager
def _not_found(name: str) -> Iterator[None]:
    """Say in Python's words that the store does not have it."""
    try:
        yield
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] == NOT_FOUND:
            raise FileNotFoundError(name) from error
        raise


@deconstructible
class S3Files(S3Storage, RemoteStorage):
    """The files of a folder of the bucket that ``settings.S3`` names.

    Nothing is written with an ACL, so a file is as private as the bucket. A name that is taken
    gets another one, as on a disk.
    """

    # One caller at a time, so that what ``on_bytes`` raises reaches the caller.
    one_thread: ClassVar[TransferConfig] = TransferConfig(use_threads=False)

    def __init__(self, *, folder: str) -> None:
        super().__init__(
            **settings.S3,
            location=folder,
            file_overwrite=False,
            default_acl=None,
            max_memory_size=MEMORY_BYTES,
            client_config=Config(
                signature_version="s3v4",
                connect_timeout=CONNECT_SECONDS,
                read_timeout=READ_SECONDS,
                retries={"mode": "standard", "total_max_attempts": TRIES},
                # Stores other than Amazon's refuse the checksums that are sent by default.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                s3={"addressing_style": "path" if settings.S3["endpoint_url"] else "auto"},
            ),
        )

    def download(self, name: str, target: Path, on_bytes: Callable[[int], object]) -> None:
        """Copy a file to a path, piece by piece."""
        with _not_found(name):
            self.client.download_file(
                self.bucket_name,
                self.key(name),
                str(target),
                Callback=on_bytes,
                Config=self.one_thread,
            )

    def files_below(self, folder: str) -> Iterator[str]:
        """Yield names, a thousand with each question."""
        pages = self.client.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self.bucket_name, Prefix=f"{self.key(folder)}/"):
            for found in page.get("Contents", ()):
                if not found["Key"].endswith("/"):  # what a browser of buckets calls a folder
                    yield self._name(found["Key"])

    def unfinished_below(self, folder: str) -> Iterator[UnfinishedFile]:
        """Yield what has parts and is neither finished nor abandoned."""
        pages = self.client.get_paginator("list_multipart_uploads")
        prefix = f"{self.key(folder)}/"
        for page in pages.paginate(Bucket=self.bucket_name, Prefix=prefix):
            for found in page.get("Uploads", ()):
                if found["Key"].startswith(prefix):  # not every store looks at the prefix
                    name = self._name(found["Key"])
                    yield UnfinishedFile(name, found["UploadId"], found["Initiated"])

    def abandon(self, unfinished: UnfinishedFile) -> None:
        """Delete the parts."""
        with suppress(FileNotFoundError), _not_found(unfinished.name):
            self.client.abort_multipart_upload(
                **self._upload(unfinished.name, unfinished.upload_id)
            )

    def begin_file(self, name: str) -> str:
        """Begin a multipart upload."""
        begun = self.client.create_multipart_upload(Bucket=self.bucket_name, Key=self.key(name))
        upload_id: str = begun["UploadId"]
        return upload_id

    def part_url(self, name: str, upload_id: str, number: int, *, seconds: int) -> str:
        """Return an address with our signature."""
        parameters = self._upload(name, upload_id) | {"PartNumber": number}
        address: str = self.client.generate_presigned_url(
            "upload_part", Params=parameters, ExpiresIn=seconds
        )
        return address

    def parts_of(self, name: str, upload_id: str) -> list[FilePart]:
        """Ask the store, a thousand parts with each question."""
        pages = self.client.get_paginator("list_parts").paginate(**self._upload(name, upload_id))
        with _not_found(name):
            return [
                FilePart(part["PartNumber"], part["Size"], part["ETag"])
                for page in pages
                for part in page.get("Parts", ())
            ]

    def finish_file(self, name: str, upload_id: str, parts: Sequence[FilePart]) -> None:
        """Complete the multipart upload."""
        listed = [{"PartNumber": part.number, "ETag": part.tag} for part in parts]
        with _not_found(name):
            self.client.complete_multipart_upload(
                **self._upload(name, upload_id), MultipartUpload={"Parts": listed}
            )

    @cached_property
    def origin(self) -> str:
        """Return what addresses begin with: with Amazon, the bucket is a part of the host."""
        scheme, host = urlsplit(self.signed_url("any", seconds=1, headers={}))[:2]
        return f"{scheme}://{host}"

    def signed_url(self, name: str, *, seconds: int, headers: Mapping[str, str]) -> str:
        """Return an address with our signature."""
        parameters = {SIGNED_HEADERS[header]: value for header, value in headers.items()}
        address: str = S3Storage.url(self, name, parameters=parameters, expire=seconds)
        return address

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> str:
        """Return where the editor reads a public file; the site has addresses of its own."""
        return settings.MEDIA_URL + filepath_to_uri(name or "")

    def key(self, name: str) -> str:
        """Return what the bucket calls a file."""
        key: str = self._normalize_name(name)
        return key.rstrip("/")

    @property
    def client(self) -> Any:
        """Return the client of this thread, for what storages cannot do."""
        return self.connection.meta.client

    def _upload(self, name: str, upload_id: str) -> dict[str, Any]:
        return {"Bucket": self.bucket_name, "Key": self.key(name), "UploadId": upload_id}

    def _name(self, key: str) -> str:
        return key.removeprefix(f"{self.location}/")


@deconstructible
class PrivateS3Files(S3Files):
    """Files that no address leads to: masters and other originals."""

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: a private file is never served by its name.

        Raises:
            ValueError: always.
        """
        raise ValueError("A private file has no address.")
