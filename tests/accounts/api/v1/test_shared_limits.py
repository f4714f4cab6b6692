"""Pages and API are one house: what is used up at one door is used up at the other."""

import pytest
from django.test import Client

from accounts.services import code_allowances
from tests.accounts.api.v1.clients import AppClient
from tests.factories.accounts import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.must_hold]

WRONG = "Wrong-Lantern-4827"


def fail_on_the_page(user):
    return Client().post(
        "/en/account/sign-in/", {"email": user.email, "password": WRONG}, follow=False
    )


def test_failed_sign_ins_count_together(new_client, user):
    answers = [fail_on_the_page(user).status_code for _time in range(3)]
    body = {"email": user.email, "password": WRONG}
    answers += [new_client().post("session", body).status_code for _time in range(2)]

    assert answers == [422, 422, 422, 401, 401]
    assert fail_on_the_page(user).status_code == 429
    assert new_client().post("session", body | {"password": PASSWORD}).status_code == 429


def test_codes_of_an_address_count_together(new_client, user):
    page = Client().post("/en/account/reset/", {"email": user.email})

    response = new_client().post("reset", {"email": user.email})

    assert page.status_code == 302
    assert response.status_code == 429
    assert int(response["Retry-After"]) <= code_allowances.COOLDOWN.seconds


def test_requests_from_one_place_count_together(settings, user):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"reset": "2/m/ip"}
    app = AppClient()
    app.post("reset", {"email": "one@example.org"})
    Client().post("/en/account/reset/", {"email": "two@example.org"})

    response = app.post("reset", {"email": "three@example.org"})

    assert response.status_code == 429
    assert response.json()["type"].endswith("/too-many-requests/")
    assert 0 < int(response["Retry-After"]) <= 60


def test_a_token_opens_allauths_own_api_too(user):
    app = AppClient()
    app.sign_in(user, PASSWORD)

    response = Client().get(
        "/_allauth/app/v1/account/authenticators", headers={"X-Session-Token": app.token}
    )

    assert response.status_code == 200
    assert response.json()["data"] == []
