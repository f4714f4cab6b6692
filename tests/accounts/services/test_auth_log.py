"""Writing the security log."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from accounts.models import AppendOnlyError, AuthEvent, AuthEventKind
from accounts.services import auth_log
from tests.factories.accounts import UserFactory

AT = datetime(2026, 9, 14, 8, 0, tzinfo=UTC)


def record(**about):
    return auth_log.record(AuthEventKind.SIGNED_IN, at=AT, **about)


@pytest.mark.django_db
class TestRecord:
    def test_reads_where_and_with_what_from_the_request(self, rf):
        request = rf.get("/", REMOTE_ADDR="192.0.2.7", HTTP_USER_AGENT="Firefox")

        event = record(request=request)

        assert (event.ip_address, event.user_agent) == ("192.0.2.7", "Firefox")

    def test_keeps_no_address_in_clear(self):
        event = record(email="Ann@Example.org", detail={"method": "password"})

        stored = AuthEvent.objects.filter(pk=event.pk).values().get()
        assert "example.org" not in str(stored).lower()
        assert stored["email_digest"] == auth_log.address_digest("ann@example.org")

    def test_cuts_and_cleans_the_name_of_the_browser(self, rf):
        request = rf.get("/", HTTP_USER_AGENT="a\x00\x1b[31m" + "b" * 900)

        event = record(request=request)

        assert event.user_agent.startswith("a[31mb")
        assert len(event.user_agent) == auth_log.LONGEST_USER_AGENT

    def test_believes_a_forwarded_address_only_behind_a_proxy(self, rf, settings):
        request = rf.get("/", REMOTE_ADDR="192.0.2.7", HTTP_X_FORWARDED_FOR="198.51.100.9")

        direct = record(request=request).ip_address
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        proxied = record(request=request).ip_address

        assert (direct, proxied) == ("192.0.2.7", "198.51.100.9")

    @pytest.mark.parametrize("sent", ["not an address", "", "fe80::1%eth0", "198.51.100.9"])
    def test_survives_a_broken_forwarding_header(self, rf, settings, sent):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
        request = rf.get("/", REMOTE_ADDR="fe80::1%eth0", HTTP_X_FORWARDED_FOR=sent)

        event = record(request=request)

        assert event.ip_address in {None, "fe80::1"}


class TestAddressDigest:
    def test_is_the_same_for_every_spelling_of_an_address(self):
        assert auth_log.address_digest(" ANN@example.org ") == auth_log.address_digest(
            "ann@example.org"
        )

    def test_cannot_be_computed_without_the_secret_key(self, settings):
        before = auth_log.address_digest("ann@example.org")

        settings.SECRET_KEY = "another key of sufficient length, as long as anybody could ask"

        assert auth_log.address_digest("ann@example.org") != before

    def test_is_found_again_after_the_secret_key_was_changed(self, settings):
        before = auth_log.address_digest("ann@example.org")

        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another key of sufficient length, as long as anybody could ask"

        assert before in auth_log.known_digests("ann@example.org")
        assert auth_log.known_digests("ann@example.org")[0] == auth_log.address_digest(
            "ann@example.org"
        )


@pytest.mark.django_db
class TestAuthEvent:
    def test_refuses_to_be_changed(self):
        event = record()
        event.kind = AuthEventKind.SIGNED_OUT

        with pytest.raises(AppendOnlyError):
            event.save()
        with pytest.raises(AppendOnlyError):
            AuthEvent.objects.update(kind=AuthEventKind.SIGNED_OUT)
        with pytest.raises(AppendOnlyError), transaction.atomic():
            AuthEvent.objects.bulk_update([event], ["kind"])
        with pytest.raises(AppendOnlyError), transaction.atomic():
            AuthEvent.objects.update_or_create(pk=event.pk, defaults={"at": AT, "detail": {}})

    def test_refuses_to_be_overwritten_by_a_bulk_insert(self):
        event = record()

        with pytest.raises(AppendOnlyError):
            AuthEvent.objects.bulk_create(
                [event], update_conflicts=True, unique_fields=["id"], update_fields=["kind"]
            )

    def test_refuses_to_be_deleted(self):
        event = record()

        with pytest.raises(AppendOnlyError):
            event.delete()
        with pytest.raises(AppendOnlyError):
            AuthEvent.objects.all().delete()
        assert AuthEvent.objects.filter(pk=event.pk).exists()

    def test_outlives_the_user_and_the_actor(self):
        user, actor = UserFactory(), UserFactory()
        event = record(user=user, actor=actor)

        user.delete()
        actor.delete()

        event.refresh_from_db()
        assert (event.user, event.actor, event.kind) == (None, None, AuthEventKind.SIGNED_IN)

    def test_loses_what_is_personal_and_keeps_what_happened(self, rf):
        user = UserFactory()
        own = record(user=user, request=rf.get("/", HTTP_USER_AGENT="Firefox"))
        attempt = record(email=user.email, request=rf.get("/"), detail={"why": "password"})
        other = record(email="other@example.org", request=rf.get("/"))

        AuthEvent.objects.depersonalise(user, digests=auth_log.known_digests(user.email))

        for event in (own, attempt, other):
            event.refresh_from_db()
        assert (own.ip_address, own.user_agent, own.user) == (None, "", user)
        assert (attempt.ip_address, attempt.email_digest, attempt.detail) == (None, "", {})
        assert other.ip_address
