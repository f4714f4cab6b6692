"""Media accounts in the editor."""

import pytest
from django.urls import reverse

from accounts.models import AccountStatus, AuthEvent, AuthEventKind, MediaAccount, TrustedDomain
from accounts.services import approval, role_specs
from accounts.services.roles import group_of, set_up_roles
from cms.core.models import OutboxMessage
from tests.factories.accounts import MediaAccountFactory, UserFactory, grant_editor
from tests.staff import sign_in_staff

pytestmark = pytest.mark.django_db

LIST = "/cms/media-accounts/"


@pytest.fixture
def officer(client):
    set_up_roles()
    user = UserFactory(
        first_name="Odile", last_name="Officer", roles=[group_of(role_specs.MEDIA_OFFICER)]
    )
    sign_in_staff(client, user)
    return user


def account_of(address, **fields):
    return MediaAccountFactory(user=UserFactory(email=address), **fields)


def status_of(account):
    return MediaAccount.objects.get(pk=account.pk).status


def address_of(name, account):
    return reverse(f"accounts_media_accounts:{name}", args=[account.pk])


class TestOnesOwnAccount:
    def test_is_for_somebody_else_to_decide(self, client, officer):
        account = MediaAccountFactory(user=officer, pending=True)
        address = address_of("approve", account)

        assert address not in client.get(address_of("inspect", account)).text
        assert client.post(address, {"seen": "pending"}).status_code in {302, 403}
        assert status_of(account) == AccountStatus.PENDING


class TestDecisions:
    @pytest.mark.parametrize("name", ["approve", "refuse", "trust"])
    def test_tell_nobody_else_which_accounts_there_are(self, client, name):
        sign_in_staff(client, grant_editor(UserFactory()))
        known, closed = MediaAccountFactory(pending=True), MediaAccountFactory(pending=True)
        closed.user.closed_at = closed.created_at
        closed.user.save()

        answers = {client.get(address_of(name, it)).headers["Location"] for it in (known, closed)}

        assert len(answers) == 1


@pytest.mark.usefixtures("officer")
class TestList:
    def test_shows_who_works_for_whom_and_where_they_stand(self, client):
        account_of("ann@radio.example", organisation="Radio Estuaire", pending=True)

        page = client.get(LIST).text

        assert "ann@radio.example" in page
        assert "Radio Estuaire" in page
        assert "Waiting for a decision" in page

    @pytest.mark.parametrize(
        ("narrowed", "shown"),
        [
            ({"status": "pending"}, {"ann@radio.example"}),
            ({"status": ["pending", "refused"]}, {"ann@radio.example", "bob@tv.example"}),
            ({"organisation": "estuaire"}, {"ann@radio.example", "eve@bücher.example"}),
            ({"domain": "TV.example"}, {"bob@tv.example"}),
            ({"domain": "xn--bcher-kva.example"}, {"eve@bücher.example"}),
            ({"q": "bob"}, {"bob@tv.example"}),
            ({"q": "Canal"}, {"bob@tv.example"}),
        ],
    )
    def test_is_narrowed_down(self, client, narrowed, shown):
        account_of("ann@radio.example", pending=True)
        account_of("bob@tv.example", organisation="Canal Nord", refused=True)
        account_of("eve@bücher.example")

        page = client.get(LIST, narrowed)

        assert {account.user.email for account in page.context["object_list"]} == shown

    def test_leaves_out_closed_accounts(self, client):
        account = MediaAccountFactory()
        account.user.closed_at = account.created_at
        account.user.save()

        assert account.user.email not in client.get(LIST).text
        assert client.get(address_of("approve", account)).status_code == 404

    def test_makes_few_queries_however_long(self, client, django_assert_max_num_queries):
        client.get(LIST)  # fills Wagtail's caches
        for _ in range(12):
            MediaAccountFactory()

        with django_assert_max_num_queries(25):
            client.get(LIST)

    def test_offers_neither_adding_nor_deleting(self, client):
        account = MediaAccountFactory()

        for end in ("new/", f"edit/{account.pk}/", f"delete/{account.pk}/"):
            assert client.post(f"{LIST}{end}").status_code == 404

        assert MediaAccount.objects.filter(pk=account.pk).exists()


class TestAccount:
    def test_shows_what_is_known_and_no_password(self, client, officer):
        account = account_of(
            "ann@radio.example", position="Reporter", country_code="BE", refused=True
        )

        page = client.get(address_of("inspect", account)).text

        for text in ("ann@radio.example", "Reporter", "Belgium", "No press card.", "Refused"):
            assert text in page
        assert ">None<" not in page
        assert account.user.password not in page

    @pytest.mark.parametrize(
        ("status", "offered"),
        [
            ("pending", {"approve", "refuse", "trust"}),
            ("approved", {"refuse", "trust"}),
            ("refused", {"approve", "trust"}),
        ],
    )
    def test_offers_the_decisions_that_would_change_something(
        self, client, officer, status, offered
    ):
        account = MediaAccountFactory(status=status)

        page = client.get(address_of("inspect", account)).text

        names = {"approve", "refuse", "trust"}
        assert {name for name in names if address_of(name, account) in page} == offered


class TestDeciding:
    def test_approving_asks_first_and_then_tells(self, client, officer):
        account = MediaAccountFactory(pending=True)
        assert client.get(address_of("approve", account)).status_code == 200
        assert status_of(account) == AccountStatus.PENDING

        response = client.post(address_of("approve", account), {"seen": "pending"}, follow=True)

        assert "may download now" in response.text
        assert status_of(account) == AccountStatus.APPROVED
        assert AuthEvent.objects.get(kind=AuthEventKind.APPROVED).actor == officer
        assert OutboxMessage.objects.get().template == "accounts/account_approved"

    def test_refusing_asks_for_a_reason(self, client, officer):
        account = MediaAccountFactory(pending=True)
        address = address_of("refuse", account)

        assert client.post(address, {"seen": "pending", "reason": " "}).status_code == 200
        assert status_of(account) == AccountStatus.PENDING

        client.post(address, {"seen": "pending", "reason": "No press card."})
        account.refresh_from_db()
        assert (account.status, account.refusal_reason) == ("refused", "No press card.")

    def test_trusting_the_domain_approves_whoever_waits_there(self, client, officer):
        account = account_of("ann@radio.example", pending=True)
        colleague = account_of("bob@radio.example", pending=True)

        page = client.get(address_of("trust", account)).text
        assert "radio.example" in page
        response = client.post(
            address_of("trust", account), {"seen": "pending", "organisation": "R"}, follow=True
        )

        assert "2 accounts were approved" in response.text
        assert status_of(colleague) == AccountStatus.APPROVED
        assert TrustedDomain.objects.get().organisation == "R"

    def test_trusting_a_public_domain_is_refused(self, client, officer):
        account = account_of("ann@gmail.com", pending=True)

        response = client.post(address_of("trust", account), {"seen": "pending"}, follow=True)

        assert "Everybody can have an address there." in response.text
        assert not TrustedDomain.objects.exists()

    def test_the_second_of_two_officers_is_told_who_was_first(self, client, officer):
        account = MediaAccountFactory(pending=True)
        colleague = UserFactory(first_name="Chloé", last_name="Colleague")
        approval.approve(account, by=colleague, at=account.created_at)

        response = client.post(
            address_of("refuse", account), {"seen": "pending", "reason": "No."}, follow=True
        )

        assert "Chloé Colleague decided meanwhile" in response.text
        assert status_of(account) == AccountStatus.APPROVED


class TestSeveralAtOnce:
    def decide(self, client, action, accounts, **data):
        address = reverse("wagtail_bulk_action", args=["accounts", "mediaaccount", action])
        ids = "&".join(f"id={account.pk}" for account in accounts)
        return client.post(f"{address}?{ids}&next={LIST}", data, follow=True)

    def test_are_approved(self, client, officer):
        accounts = [MediaAccountFactory(pending=True), MediaAccountFactory(refused=True)]
        MediaAccountFactory(pending=True)

        response = self.decide(client, "approve", accounts)

        assert "2 media accounts were approved." in response.text
        assert MediaAccount.objects.filter(status="pending").count() == 1

    def test_are_refused_for_one_reason(self, client, officer):
        accounts = [MediaAccountFactory(pending=True) for _ in range(2)]

        self.decide(client, "refuse", accounts, reason="No press card.")

        assert set(MediaAccount.objects.values_list("refusal_reason", flat=True)) == {
            "No press card."
        }

    def test_are_counted_without_those_that_stood_there_already(self, client, officer):
        accounts = [MediaAccountFactory(pending=True), MediaAccountFactory()]

        response = self.decide(client, "approve", accounts)

        assert "1 media account was approved." in response.text

    def test_are_never_more_than_were_on_the_screen(self, client, officer):
        MediaAccountFactory(pending=True)
        address = reverse("wagtail_bulk_action", args=["accounts", "mediaaccount", "approve"])

        client.post(f"{address}?id=all&next={LIST}")

        assert MediaAccount.objects.filter(status="pending").count() == 1

    def test_ask_before_anything_happens(self, client, officer):
        account = account_of("ann@radio.example", pending=True)
        address = reverse("wagtail_bulk_action", args=["accounts", "mediaaccount", "refuse"])

        page = client.get(f"{address}?id={account.pk}&next={LIST}").text

        assert "ann@radio.example" in page
        assert status_of(account) == AccountStatus.PENDING


class TestTrustedDomains:
    def test_are_added_in_any_spelling(self, client, officer):
        client.post("/cms/trusted-domains/new/", {"domain": "@XN--bcher-kva.example"})

        assert TrustedDomain.objects.get().domain == "bücher.example"

    def test_are_kept_with_who_added_them(self, client, officer):
        client.post("/cms/trusted-domains/new/", {"domain": "radio.example"})

        assert TrustedDomain.objects.get().added_by == officer

    def test_let_in_whoever_waits_there(self, client, officer):
        account = account_of("ann@radio.example", pending=True)

        page = client.post("/cms/trusted-domains/new/", {"domain": "radio.example"}, follow=True)

        event = AuthEvent.objects.get(kind=AuthEventKind.APPROVED)
        assert status_of(account) == AccountStatus.APPROVED
        assert (event.user, event.actor) == (account.user, officer)
        assert "1 account was approved" in page.text

    def test_stay_the_same_domain(self, client, officer):
        trusted = TrustedDomain.objects.create(domain="radio.example")

        form = {"domain": "tide.example", "organisation": "Radio"}
        client.post(f"/cms/trusted-domains/edit/{trusted.pk}/", form)

        trusted.refresh_from_db()
        assert (trusted.domain, trusted.organisation) == ("radio.example", "Radio")

    @pytest.mark.parametrize("domain", ["gmail.com", "radio", "https://radio.example"])
    def test_are_organisations_domains(self, client, officer, domain):
        response = client.post("/cms/trusted-domains/new/", {"domain": domain})

        assert response.context["form"].errors["domain"]
        assert not TrustedDomain.objects.exists()


class TestOtherStaff:
    @pytest.fixture(autouse=True)
    def _press_officer(self, client):
        sign_in_staff(client, grant_editor(UserFactory()))

    @pytest.mark.parametrize("name", ["inspect", "approve", "refuse", "trust"])
    def test_neither_see_nor_decide(self, client, name):
        account = MediaAccountFactory(pending=True)

        for send in (client.get, client.post):
            response = send(address_of(name, account), {"seen": "pending", "reason": "No."})
            assert response.status_code == 302
            assert response.headers["Location"] == "/cms/"
        assert status_of(account) == AccountStatus.PENDING

    @pytest.mark.parametrize("action", ["approve", "refuse"])
    def test_decide_on_nobody_at_once(self, client, action):
        account = MediaAccountFactory(pending=True)
        address = reverse("wagtail_bulk_action", args=["accounts", "mediaaccount", action])

        client.post(f"{address}?id={account.pk}&next=/cms/", {"reason": "No."})

        assert status_of(account) == AccountStatus.PENDING

    def test_see_no_list(self, client):
        assert client.get(LIST).status_code == 302
        assert LIST not in client.get("/cms/").text


class TestHomePage:
    def test_says_how_many_wait(self, client, officer):
        MediaAccountFactory(pending=True)
        MediaAccountFactory(pending=True)

        page = client.get("/cms/").text

        assert "2 media accounts wait for a decision" in page
        assert f"{LIST}?status=pending" in page

    def test_says_nothing_when_nobody_waits(self, client, officer):
        MediaAccountFactory()

        assert "wait for a decision" not in client.get("/cms/").text

    def test_says_nothing_to_others(self, client):
        MediaAccountFactory(pending=True)
        sign_in_staff(client, grant_editor(UserFactory()))

        assert "for a decision" not in client.get("/cms/").text
