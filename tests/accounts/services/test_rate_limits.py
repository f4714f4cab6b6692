import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from accounts.services.rate_limits import TooManyRequestsError, limit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _small_limits(settings):
    settings.ACCOUNT_RATE_LIMITS = {"register": "2/m/ip,3/h/ip", "reset": "1/m/ip"}


def request_from(address: str, method: str = "POST"):
    request = RequestFactory().generic(method, "/", REMOTE_ADDR=address)
    request.user = AnonymousUser()
    return request


class TestLimit:
    def test_refuses_what_exceeds_it_and_says_when_to_come_back(self):
        limit(request_from("192.0.2.1"), "register")
        limit(request_from("192.0.2.1"), "register")

        with pytest.raises(TooManyRequestsError) as refused:
            limit(request_from("192.0.2.1"), "register")

        assert 55 <= refused.value.retry_after_seconds <= 60

    def test_counts_each_place_and_each_action_alone(self):
        limit(request_from("192.0.2.1"), "reset")

        limit(request_from("192.0.2.2"), "reset")
        limit(request_from("192.0.2.1"), "register")

    def test_counts_a_network_of_ipv6_as_one_place(self):
        limit(request_from("2001:db8::1"), "reset")

        with pytest.raises(TooManyRequestsError):
            limit(request_from("2001:db8::2"), "reset")

    def test_lets_everybody_read(self):
        for _time in range(3):
            limit(request_from("192.0.2.1", "GET"), "reset")
