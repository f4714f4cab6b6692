"""The gate before the editor."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RegexPattern, RoutePattern

from accounts.services import role_specs
from accounts.services.roles import group_of, set_up_roles
from tests.accounts.signed_in import code_for
from tests.factories.accounts import UserFactory, grant_editor
from tests.staff import SECRET, enrol, sign_in_staff

pytestmark = pytest.mark.django_db

SET_UP = "/en/account/security/?next="
USE = "/en/account/security/use/?next="
VALUES = {
    "int": "1",
    "slug": "x",
    "str": "x",
    "path": "x",
    "uuid": "0ed0a3b5-4a04-4b8f-9f52-1f8dcb0c3a4d",
}
METHODS = ["GET", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"]
OPEN = {"cms/logout/", "cms/sign-out/", "cms/first-administrator/x/"}


def example_of(pattern):
    """Return a path that the pattern matches, as far as it says how."""
    if isinstance(pattern, RegexPattern):
        return pattern._regex.strip("^$").replace(".*", "anything")
    assert isinstance(pattern, RoutePattern)
    path = pattern._route
    for name, converter in pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
        value = VALUES[kind]
        for declared in (f"<{kind}:{name}>", f"<{name}>"):
            path = path.replace(declared, value)
    return path


def paths_below(resolver, prefix=""):
    """Yield an example of every path of the URL configuration."""
    for entry in resolver.url_patterns:
        if not isinstance(entry.pattern, (RoutePattern, RegexPattern)):
            continue  # the pages of the public site
        path = prefix + example_of(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from paths_below(entry, path)
        elif isinstance(entry, URLPattern):
            yield path


def editor_paths():
    """Return an example of every path below ``/cms/``."""
    found = {path for path in paths_below(get_resolver()) if path.startswith("cms/")}
    assert len(found) > 150
    assert "cms/api/main/pages/" in found
    return sorted(f"/{path}" for path in found - OPEN)


@pytest.fixture
def statuses(client, soak_size):
    """Return how to ask every address of the editor, and what each method was answered."""
    methods = METHODS[: soak_size(2, len(METHODS))]

    def ask():
        return {
            f"{method} {path}": client.generic(method, path).status_code
            for path in editor_paths()
            for method in methods
        }

    return ask


def others(answers, *expected):
    """Return the answers that are none of the expected ones."""
    return {asked: status for asked, status in answers.items() if status not in expected}


@pytest.fixture
def officer():
    set_up_roles()
    return UserFactory(roles=[group_of(role_specs.PRESS_OFFICER)])


class TestMediaUsers:
    def test_get_403_at_every_address_of_the_editor(self, client, statuses):
        client.force_login(UserFactory())

        assert others(statuses(), 403) == {}

    def test_are_not_let_in_by_a_second_factor(self, client, statuses):
        sign_in_staff(client, UserFactory())

        assert others(statuses(), 403) == {}

    def test_are_not_let_in_by_the_staff_flag_alone(self, client):
        sign_in_staff(client, UserFactory(editor=True))

        assert client.get("/cms/").status_code == 403

    def test_can_sign_out_again(self, client):
        client.force_login(UserFactory())

        assert client.post("/cms/sign-out/").status_code == 302
        assert client.get("/cms/").status_code == 302


class TestStrangers:
    def test_are_asked_to_sign_in_and_come_back(self, client):
        response = client.get("/cms/pages/?locale=fr")

        assert response.headers["Location"] == (
            "/en/account/sign-in/?next=/cms/pages/%3Flocale%3Dfr"
        )

    def test_find_no_page_of_the_editor(self, client):
        shown = {
            path: response
            for path in editor_paths()
            if (response := client.get(path)).status_code == 200
        }

        # Icons and the words of the editor's scripts.
        assert set(shown) <= {"/cms/sprite/", "/cms/jsi18n/"}


class TestStaffWithoutAFactor:
    def test_never_get_200(self, client, officer, statuses):
        client.force_login(officer)

        assert others(statuses(), 302, 403) == {}

    def test_are_led_to_the_set_up_and_come_back(self, client, officer):
        client.force_login(officer)

        response = client.get("/cms/pages/?locale=fr")

        assert response.headers["Location"] == f"{SET_UP}%2Fcms%2Fpages%2F%3Flocale%3Dfr"

    def test_see_why(self, client, officer):
        client.force_login(officer)

        page = client.get("/cms/", follow=True)

        assert page.status_code == 200
        assert "The editor opens once you have set up a second factor." in page.text

    def test_are_not_sent_back_to_a_form_that_was_lost(self, client, officer):
        client.force_login(officer)

        response = client.post("/cms/pages/add/", {"title": "x"})

        assert response.headers["Location"] == f"{SET_UP}%2Fcms%2F"

    @pytest.mark.parametrize(
        "headers",
        [{"x-requested-with": "XMLHttpRequest"}, {"accept": "application/json"}],
    )
    def test_get_403_when_a_script_asks(self, client, officer, headers):
        client.force_login(officer)

        assert client.get("/cms/api/main/pages/", headers=headers).status_code == 403

    def test_are_asked_again_when_the_factor_is_gone(self, client, officer):
        sign_in_staff(client, officer)
        Authenticator.objects.all().delete()

        assert client.get("/cms/").headers["Location"].startswith(SET_UP)

    def test_recovery_codes_alone_are_no_factor(self, client, officer):
        app = enrol(officer)
        app.type = Authenticator.Type.RECOVERY_CODES
        app.save()
        client.force_login(officer)

        assert client.get("/cms/").headers["Location"].startswith(SET_UP)

    def test_superusers_are_no_exception(self, client):
        client.force_login(UserFactory(administrator=True))

        assert client.get("/cms/").headers["Location"].startswith(SET_UP)


class TestStaffWithAnUnusedFactor:
    def test_never_get_200(self, client, officer, statuses):
        enrol(officer)
        client.force_login(officer)

        assert others(statuses(), 302, 403) == {}

    def test_are_asked_to_use_it(self, client, officer):
        enrol(officer)
        client.force_login(officer)

        response = client.get("/cms/pages/")

        assert response.headers["Location"] == f"{USE}%2Fcms%2Fpages%2F"

    def test_are_not_let_in_by_what_somebody_else_used_in_this_browser(self, client, officer):
        sign_in_staff(client, UserFactory(administrator=True))
        enrol(officer)
        client.force_login(officer)

        assert client.get("/cms/").headers["Location"].startswith(USE)


class TestStaffWithAUsedFactor:
    def test_get_in(self, client, officer):
        sign_in_staff(client, officer)

        assert client.get("/cms/").status_code == 200

    def test_get_in_with_a_permission_of_their_own(self, client):
        sign_in_staff(client, grant_editor(UserFactory()))

        assert client.get("/cms/").status_code == 200


class TestFilesOfTheEditor:
    @pytest.fixture
    def path(self):
        name = default_storage.save("original_images/draft.txt", ContentFile(b"secret"))
        yield f"/media/{name}"
        default_storage.delete(name)

    def test_are_shown_to_staff_with_a_used_factor(self, client, officer, path):
        sign_in_staff(client, officer)

        assert client.get(path).status_code == 200

    def test_are_missing_for_staff_without(self, client, officer, path):
        client.force_login(officer)
        assert client.get(path).status_code == 404

        enrol(officer)
        assert client.get(path).status_code == 404

    def test_are_missing_for_everybody_else(self, client, path):
        assert client.get(path).status_code == 404

        client.force_login(UserFactory())
        assert client.get(path).status_code == 404


class TestDemo:
    @pytest.fixture(autouse=True)
    def _optional(self, settings):
        settings.STAFF_SECOND_FACTOR = "optional"

    def test_opens_the_editor_without_a_factor_and_says_so(self, client, officer):
        client.force_login(officer)

        page = client.get("/cms/")

        assert page.status_code == 200
        assert "The second factor is switched off." in page.text

    def test_stays_closed_to_media_users(self, client):
        client.force_login(UserFactory())

        assert client.get("/cms/").status_code == 403


class TestBanner:
    def test_is_not_there_where_the_factor_is_required(self, client, officer):
        sign_in_staff(client, officer)

        assert "second-factor-off" not in client.get("/cms/").text


class TestUsingTheFactor:
    def test_leads_back_to_where_one_was(self, client, officer):
        enrol(officer)
        client.force_login(officer)
        screen = reverse("accounts_use_factor")
        assert client.get(screen).status_code == 200

        response = client.post(screen, {"code": code_for(SECRET), "next": "/cms/pages/"})

        assert response.headers["Location"] == "/cms/pages/"
        assert client.get("/cms/pages/").status_code == 200

    def test_refuses_a_wrong_code(self, client, officer):
        enrol(officer)
        client.force_login(officer)

        response = client.post(reverse("accounts_use_factor"), {"code": "000000"})

        assert response.status_code == 422
        assert client.get("/cms/").status_code == 302

    def test_does_not_take_the_password_for_one(self, client, officer):
        enrol(officer)
        client.force_login(officer)

        page = client.get(reverse("accounts_use_factor")).text

        assert 'type="password"' not in page

    def test_is_not_asked_of_those_who_have_none(self, client, officer):
        client.force_login(officer)

        response = client.get(reverse("accounts_use_factor"), {"next": "/cms/"})

        assert response.headers["Location"] == f"{SET_UP}%2Fcms%2F"
