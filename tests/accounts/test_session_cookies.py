import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from accounts.session_cookies import SessionCookieMiddleware

pytestmark = pytest.mark.django_db

# Cookies may be quoted, and then spell any character.
NUL = r'"aaaaaaaaaaaa\000"'


class TestSessionCookie:
    @pytest.mark.parametrize("value", [NUL, "short", "A" * 32, "a" * 5_000, "../../etc/passwd"])
    def test_that_is_no_key_is_not_looked_for(self, value):
        request = RequestFactory().get("/", headers={"cookie": f"sessionid={value}; other=1"})

        SessionCookieMiddleware(lambda request: HttpResponse())(request)

        assert request.COOKIES == {"other": "1"}

    def test_that_may_be_one_is_kept(self):
        key = "0123456789abcdefghijklmnopqrstuv"
        request = RequestFactory().get("/", headers={"cookie": f"sessionid={key}"})

        SessionCookieMiddleware(lambda request: HttpResponse())(request)

        assert {"sessionid": key} == request.COOKIES

    @pytest.mark.parametrize("path", ["/api/v1/account/session", "/en/account/sign-in/", "/cms/"])
    def test_breaks_no_page(self, path):
        client = Client(raise_request_exception=False)

        response = client.get(path, headers={"cookie": f"sessionid={NUL}; csrftoken={NUL}"})

        assert response.status_code < 500
