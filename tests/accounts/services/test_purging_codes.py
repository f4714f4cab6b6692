"""Flows with mailed codes are deleted when a day has passed."""

import pytest

from accounts.models import CodeAllowance, CodeChallenge
from accounts.services.codes import purge_codes, resend
from cms.core import scheduling

pytestmark = pytest.mark.django_db
ADDRESS = "ann@example.org"


class TestPurgeCodes:
    def test_deletes_flows_a_day_old(self, start_registration, later):
        start_registration(ADDRESS)
        start_registration("bob@example.org", at=later(minutes=30))

        purge_codes(later(minutes=24 * 60 + 1))

        assert [row.email for row in CodeChallenge.objects.all()] == ["bob@example.org"]

    def test_spares_a_flow_whose_code_was_just_sent(self, start_registration, later):
        flow = start_registration(ADDRESS)
        resend(flow_id=flow.id, at=later(minutes=24 * 60 - 5))

        purge_codes(later(minutes=24 * 60 + 1))

        assert CodeChallenge.objects.filter(pk=flow.id).exists()

    def test_leaves_nothing_behind(self, start_registration, later):
        start_registration(ADDRESS)

        purge_codes(later(minutes=25 * 60))

        assert not CodeChallenge.objects.exists()
        assert not CodeAllowance.objects.exists()

    def test_is_done_every_hour(self):
        [job] = [job for job in scheduling.registered_jobs() if job.name == "purge-codes"]

        assert (job.function, job.every_seconds) == (purge_codes, 3_600)
