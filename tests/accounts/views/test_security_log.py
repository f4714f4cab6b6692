"""The security log among the reports."""

import csv
from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import AuthEventKind
from accounts.services import role_specs
from accounts.services.auth_log import record
from accounts.services.roles import group_of, set_up_roles
from tests.factories.accounts import UserFactory, grant_editor
from tests.staff import sign_in_staff

pytestmark = pytest.mark.django_db

LOG = "/cms/reports/security-log/"
AT = datetime(2026, 9, 14, 8, 0, tzinfo=UTC)


@pytest.fixture
def administrator(client):
    set_up_roles()
    user = UserFactory(roles=[group_of(role_specs.ADMINISTRATOR)])
    sign_in_staff(client, user)
    return user


@pytest.mark.usefixtures("administrator")
class TestLog:
    def kinds(self, client, **narrowed):
        return {event.kind for event in client.get(LOG, narrowed).context["object_list"]}

    def test_shows_what_happened_to_whom_and_by_whom(self, client, administrator):
        ann = UserFactory(email="ann@example.org")
        detail = {"old": [], "new": ["Reviewer"]}
        record(AuthEventKind.ROLES_CHANGED, user=ann, actor=administrator, detail=detail, at=AT)

        page = client.get(LOG).text

        for text in (
            "Roles changed",
            "ann@example.org",
            str(administrator),
            "before: –",
            "after: Reviewer",
        ):
            assert text in page

    def test_is_narrowed_down_to_a_kind(self, client):
        record(AuthEventKind.SIGNED_IN, at=AT)
        record(AuthEventKind.SIGNED_OUT, at=AT)

        assert self.kinds(client, kind="signed_in") == {"signed_in"}

    def test_is_narrowed_down_to_days(self, client):
        record(AuthEventKind.SIGNED_IN, at=AT)
        record(AuthEventKind.SIGNED_OUT, at=AT + timedelta(days=2))

        assert self.kinds(client, at_from="2026-09-13", at_to="2026-09-15") == {"signed_in"}

    def test_finds_an_address_without_an_account(self, client):
        record(AuthEventKind.SIGN_IN_FAILED, email="Eve@example.org", at=AT)
        record(AuthEventKind.SIGNED_IN, user=UserFactory(), at=AT)

        assert self.kinds(client, account="eve@EXAMPLE.org") == {"sign_in_failed"}

    def test_finds_what_somebody_did_to_others(self, client, administrator):
        record(AuthEventKind.APPROVED, user=UserFactory(), actor=administrator, at=AT)

        assert "approved" in self.kinds(client, account=administrator.email)

    def test_escapes_what_a_detail_holds(self, client):
        record(AuthEventKind.APPROVED, detail={"domain": "<script>alert(1)</script>"}, at=AT)

        assert "<script>alert(1)" not in client.get(LOG).text

    def test_is_exported_as_a_spreadsheet(self, client):
        record(AuthEventKind.SIGNED_IN, at=AT)

        response = client.get(LOG, {"export": "csv"})

        assert b"signed_in" in b"".join(response.streaming_content)

    @pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t"])
    def test_is_exported_without_formulas(self, client, rf, sign):
        request = rf.get("/", headers={"user-agent": f"{sign}HYPERLINK(1)"})
        user = UserFactory(email="=ann@example.org", first_name="", last_name="")
        record(AuthEventKind.SIGNED_IN, user=user, request=request, at=AT)

        response = client.get(LOG, {"export": "csv"})

        rows = csv.reader(b"".join(response.streaming_content).decode().splitlines())
        cells = [cell for row in rows for cell in row]
        assert any("HYPERLINK(1)" in cell for cell in cells)
        assert any("=ann@example.org" in cell for cell in cells)
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]


class TestOthers:
    @pytest.mark.parametrize("role", [role_specs.PRESS_OFFICER, role_specs.MEDIA_OFFICER])
    def test_do_not_see_it(self, client, role):
        set_up_roles()
        sign_in_staff(client, UserFactory(roles=[group_of(role)]))

        assert client.get(LOG).status_code == 302
        assert LOG not in client.get("/cms/").text

    def test_do_not_see_it_with_the_editor_alone(self, client):
        sign_in_staff(client, grant_editor(UserFactory()))

        assert client.get(LOG).status_code == 302
