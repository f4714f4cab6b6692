"""The bucket itself: whether it answers, and which pages of which sites may use it."""

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from cms.core.s3_storage import S3Files

NOT_FOUND, FORBIDDEN = 404, 403
# Players of any site read by ranges; what leads them here checks who may. Only ours sends files.
# A player that was redirected has no origin any more, so readers cannot be listed either.
READING = {
    "AllowedOrigins": ["*"],
    "AllowedMethods": ["GET", "HEAD"],
    "AllowedHeaders": ["*"],
    "ExposeHeaders": ["Accept-Ranges", "Content-Length", "Content-Range", "ETag"],
    "MaxAgeSeconds": 86_400,
}


class BucketUnusable(Exception):
    """The bucket cannot be used. The text names the variable to look at."""


def check_bucket() -> None:
    """Ask the store for the bucket.

    Raises:
        BucketUnusable: it does not answer, or refuses.
    """
    storage = _storage()
    try:
        storage.client.head_bucket(Bucket=storage.bucket_name)
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        if status == NOT_FOUND:
            raise BucketUnusable(
                f"S3_BUCKET: there is no bucket {storage.bucket_name}. "
                "`manage.py prepare_bucket` makes it."
            ) from error
        if status == FORBIDDEN:
            raise BucketUnusable(
                "S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY: the store refuses them, or they may not "
                f"list the bucket {storage.bucket_name}."
            ) from error
        raise BucketUnusable(f"S3_BUCKET: the store refuses: {error}") from error
    except BotoCoreError as error:
        raise BucketUnusable(f"S3_ENDPOINT_URL: the store does not answer: {error}") from error


def prepare_bucket() -> bool:
    """Make the bucket when there is none, and set its CORS rules; return whether it was made.

    Raises:
        BucketUnusable: the store does not answer, or refuses.
    """
    storage = _storage()
    client, name = storage.client, storage.bucket_name
    try:
        is_new = name not in {found["Name"] for found in client.list_buckets().get("Buckets", ())}
        if is_new:
            client.create_bucket(Bucket=name, **_place(storage.region_name))
        rules = {"CORSRules": [READING, _sending()]}
        client.put_bucket_cors(Bucket=name, CORSConfiguration=rules)
    except (BotoCoreError, ClientError) as error:
        raise BucketUnusable(f"The bucket {name} could not be prepared: {error}") from error
    return is_new


def _storage() -> S3Files:
    if not settings.S3:
        raise BucketUnusable("S3_BUCKET is not set: files are kept in DATA_DIR.")
    return S3Files(folder="")


def _sending() -> dict[str, Any]:
    return {
        "AllowedOrigins": [settings.BASE_URL],
        "AllowedMethods": ["PUT"],
        "AllowedHeaders": ["*"],
        "ExposeHeaders": ["ETag"],
        "MaxAgeSeconds": 86_400,
    }


def _place(region: str) -> dict[str, Any]:
    """Return where to make it; the first of Amazon's regions must not be named."""
    if settings.S3["endpoint_url"] or region == "us-east-1":
        return {}
    return {"CreateBucketConfiguration": {"LocationConstraint": region}}
