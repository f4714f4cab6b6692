"""When staff may do without a second factor."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.settings.second_factor import read_second_factor


@pytest.fixture(autouse=True)
def _unset(monkeypatch):
    monkeypatch.delenv("STAFF_SECOND_FACTOR", raising=False)


class TestReadSecondFactor:
    def test_is_required_unless_said_otherwise(self):
        assert read_second_factor(demo=True, host="127.0.0.1") == "required"

    @pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "localhost", "::1", "[::1]"])
    def test_may_be_optional_for_a_demo_on_this_machine(self, monkeypatch, host):
        monkeypatch.setenv("STAFF_SECOND_FACTOR", "optional")

        assert read_second_factor(demo=True, host=host) == "optional"

    @pytest.mark.parametrize(
        ("demo", "host"),
        [
            (False, "127.0.0.1"),
            (True, "0.0.0.0"),
            (True, "::"),
            (True, "192.0.2.7"),
            (True, "news.example.org"),
            (True, "127.0.0.1.example.org"),
            (True, ""),
        ],
    )
    def test_may_not_be_optional_where_others_could_come(self, monkeypatch, demo, host):
        monkeypatch.setenv("STAFF_SECOND_FACTOR", "optional")

        with pytest.raises(ImproperlyConfigured, match=r"STAFF_SECOND_FACTOR .* DEMO=1"):
            read_second_factor(demo=demo, host=host)

    def test_knows_no_other_word(self, monkeypatch):
        monkeypatch.setenv("STAFF_SECOND_FACTOR", "off")

        with pytest.raises(ImproperlyConfigured, match="STAFF_SECOND_FACTOR"):
            read_second_factor(demo=True, host="127.0.0.1")
