"""Where files are kept: in folders of DATA_DIR, or in a bucket of an S3 store."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from cms.settings import env

DEFAULT_REGION = "us-east-1"
PUBLIC_FOLDER, PRIVATE_FOLDER = "media", "private"


def read_s3() -> dict[str, str]:
    """Return what names the bucket, empty when files are kept in folders.

    Raises:
        ImproperlyConfigured: a variable is missing, or the endpoint is no address.
    """
    needed = {
        "S3_BUCKET": env.text("S3_BUCKET"),
        "S3_ACCESS_KEY_ID": env.text("S3_ACCESS_KEY_ID"),
        "S3_SECRET_ACCESS_KEY": env.text("S3_SECRET_ACCESS_KEY"),
    }
    endpoint_url = env.url("S3_ENDPOINT_URL", schemes={"http", "https"})
    region = env.text("S3_REGION")
    if not any([*needed.values(), endpoint_url, region]):
        return {}
    if missing := [name for name, value in needed.items() if not value]:
        raise ImproperlyConfigured(
            f"{', '.join(missing)} must be set too: with any S3_ variable, files are kept on S3."
        )
    return {
        "bucket_name": needed["S3_BUCKET"],
        "access_key": needed["S3_ACCESS_KEY_ID"],
        "secret_key": needed["S3_SECRET_ACCESS_KEY"],
        "endpoint_url": endpoint_url,
        "region_name": region or DEFAULT_REGION,
    }


def build_storages(s3: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Return STORAGES: what may be shown, what no address leads to, and static files."""
    static = {"BACKEND": "cms.core.static_files.StaticFilesStorage"}
    if not s3:
        return {
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "private": {"BACKEND": "cms.core.storage.PrivateStorage"},
            "staticfiles": static,
        }
    return {
        "default": {
            "BACKEND": "cms.core.s3_storage.S3Files",
            "OPTIONS": {"folder": PUBLIC_FOLDER},
        },
        "private": {
            "BACKEND": "cms.core.s3_storage.PrivateS3Files",
            "OPTIONS": {"folder": PRIVATE_FOLDER},
        },
        "staticfiles": static,
    }
