"""What the messages of codes say, in every language."""

import re

import pytest
from django.conf import settings

from accounts.dates import in_words
from accounts.services.address_change import request_address_change
from accounts.services.password_reset import tell_of_new_password
from accounts.services.registration import Profile
from accounts.services.verification import verify
from cms.core.mail.sending import drain_outbox
from tests.accounts.services.conftest import NOON
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_dir")]
ADDRESS = "ann@example.org"
LOCALES = list(settings.CONTENT_LOCALES)


@pytest.fixture
def sent(read_mail):
    """Send what waits and return the message sent last."""

    def send():
        drain_outbox()
        return read_mail()[-1]

    return send


def parts_of(message):
    return (
        message.get_body(["plain"]).get_content(),
        message.get_body(["html"]).get_content(),
    )


class TestACodeMessage:
    @pytest.fixture(params=LOCALES)
    def locale(self, request):
        return request.param

    @pytest.fixture(params=["verify", "reset", "change"])
    def flow(self, request, start_registration, start_reset, locale):
        """Ask for a code of each kind in each language."""
        if request.param == "verify":
            return start_registration(ADDRESS, locale=locale)
        if request.param == "reset":
            return start_reset(UserFactory(email=ADDRESS).email, locale=locale)
        user = UserFactory(email="old@example.org")
        return request_address_change(user=user, email=ADDRESS, locale=locale, at=NOON)

    def test_shows_the_code_and_until_when_it_works(self, flow, locale, code_for, sent):
        code = code_for(ADDRESS)

        message = sent()

        for part in parts_of(message):
            assert code in part
            assert in_words(flow.expires_at, locale) in part
            assert in_words(NOON, locale) in part
            assert "UTC" in part
        assert code not in message["Subject"]

    def test_begins_its_preview_with_the_code(self, flow, code_for, sent):
        code = code_for(ADDRESS)

        html = parts_of(sent())[1]

        preview = re.search(r'<div style="display:none[^>]*>(.*?)</div>', html, re.DOTALL)[1]
        assert re.search(r"\d+", preview)[0] == code
        assert html.index(preview) < html.index("<table")

    def test_has_a_language_and_a_direction_and_no_link(self, flow, locale, sent):
        message = sent()

        direction = "rtl" if locale == "ar" else "ltr"
        html = parts_of(message)[1]
        assert f'<html lang="{locale}" dir="{direction}">' in html
        assert message["Content-Language"] == locale
        assert message["Auto-Submitted"] == "auto-generated"
        assert str(flow.id) not in message.as_string()
        assert "href" not in html
        assert "<img" not in html


class TestTheCode:
    def test_stands_in_an_element_of_its_own_to_be_selected(
        self, start_registration, code_for, sent
    ):
        start_registration(ADDRESS, locale="ar")
        code = code_for(ADDRESS)

        html = parts_of(sent())[1]

        assert re.search(rf'<p dir="ltr" style="[^"]*user-select:all[^"]*">{code}</p>', html)


class TestAStrangersWords:
    def test_are_not_mailed_to_the_address(self, start_registration, sent):
        start_registration(
            ADDRESS, profile=Profile(first_name="Win", organisation="Lottery", position="Prize")
        )

        text = sent().as_string()

        assert not {"Win", "Lottery", "Prize"} & set(re.findall(r"\w+", text))


@pytest.mark.parametrize("locale", LOCALES)
class TestTheNotices:
    def test_lead_who_is_registered_to_the_page_for_a_new_password(
        self, start_registration, sent, locale
    ):
        UserFactory(email=ADDRESS, preferred_language=locale)
        start_registration(ADDRESS)

        message = sent()

        for part in parts_of(message):
            assert f"{settings.BASE_URL}/{locale}/account/reset/" in part
        assert message["Content-Language"] == locale

    def test_tell_of_a_new_password_when_it_was_set_and_what_to_do(self, sent, locale):
        user = UserFactory(email=ADDRESS, preferred_language=locale)
        tell_of_new_password(user, locale="en", at=NOON)

        for part in parts_of(sent()):
            assert in_words(NOON, locale) in part
            assert "UTC" in part
            assert f"{settings.BASE_URL}/{locale}/account/reset/" in part

    def test_welcome_a_new_account(self, start_registration, code_for, sent, locale):
        flow = start_registration(ADDRESS, locale=locale)
        verify(flow_id=flow.id, code=code_for(ADDRESS), secret=flow.secret, at=NOON)

        for part in parts_of(sent()):
            assert in_words(NOON, locale) in part

    def test_tell_the_old_address_of_the_new_one(self, code_for, sent, locale):
        user = UserFactory(email="old@example.org", preferred_language=locale)
        flow = request_address_change(user=user, email=ADDRESS, locale="en", at=NOON)
        verify(flow_id=flow.id, code=code_for(ADDRESS), secret=flow.secret, at=NOON)

        message = sent()

        assert message["To"] == "old@example.org"
        assert ADDRESS not in message.as_string()
        assert all(in_words(NOON, locale) in part for part in parts_of(message))


class TestAnAddressInItsOwnScript:
    def test_gets_its_code(self, start_registration, sent):
        start_registration("ann@bücher.example")

        assert sent()["To"] == "ann@xn--bcher-kva.example"
