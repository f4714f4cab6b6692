import pytest

from cms.core.mail.sealing import unseal_mapping
from cms.core.models import OutboxMessage
from tests.contract.newsroom import Clock, Newsroom, build


@pytest.fixture
def newsroom(db, settings, tmp_path, monkeypatch) -> Newsroom:
    """A newsroom that is the same in every run."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PRIVATE_MEDIA_ROOT = tmp_path / "private"
    settings.SECRET_KEY = "the-same-in-every-run-" + "x" * 40
    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", clock)
    return build(clock)


@pytest.fixture
def code_for():
    """Return the code mailed last to an address."""

    def read(address):
        mails = OutboxMessage.objects.filter(to=address).order_by("created_at")
        codes = [unseal_mapping(mail.sealed).get("code") for mail in mails]
        return [code for code in codes if code][-1]

    return read
