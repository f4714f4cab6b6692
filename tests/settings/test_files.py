"""Which storages there are, from the environment."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.settings.files import build_storages, read_s3

VARIABLES = {
    "S3_ENDPOINT_URL": "https://s3.example.org/",
    "S3_BUCKET": "newsroom",
    "S3_ACCESS_KEY_ID": "halden",
    "S3_SECRET_ACCESS_KEY": "secret",
    "S3_REGION": "eu-west-3",
}


@pytest.fixture
def variables(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Set all of them."""
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


class TestS3:
    def test_is_off_by_default(self, variables: pytest.MonkeyPatch) -> None:
        for name in VARIABLES:
            variables.delenv(name)

        assert read_s3() == {}
        assert "FileSystemStorage" in build_storages({})["default"]["BACKEND"]

    def test_takes_what_is_set(self, variables: pytest.MonkeyPatch) -> None:
        variables.delenv("S3_REGION")

        assert read_s3() == {
            "endpoint_url": "https://s3.example.org",
            "bucket_name": "newsroom",
            "access_key": "halden",
            "secret_key": "secret",
            "region_name": "us-east-1",
        }

    @pytest.mark.parametrize("name", ["S3_BUCKET", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"])
    def test_names_what_is_missing(self, variables: pytest.MonkeyPatch, name: str) -> None:
        variables.delenv(name)

        with pytest.raises(ImproperlyConfigured, match=f"^{name} must be set too"):
            read_s3()

    def test_refuses_what_is_no_address(self, variables: pytest.MonkeyPatch) -> None:
        variables.setenv("S3_ENDPOINT_URL", "s3.example.org")

        with pytest.raises(ImproperlyConfigured, match=r"^S3_ENDPOINT_URL must start with"):
            read_s3()
