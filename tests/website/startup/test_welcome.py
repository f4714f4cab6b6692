"""What a person reads when the newsroom is up."""

import pytest

from cms.website.startup.welcome import welcome_lines


def welcome(**options):
    return "\n".join(welcome_lines(**options))


@pytest.fixture(autouse=True)
def _no_accounts(settings, tmp_path):
    settings.DATA_DIR = tmp_path


class TestSecondFactor:
    def test_is_announced_with_the_way_to_try_the_demo_without(self, settings):
        settings.STAFF_SECOND_FACTOR, settings.DEMO = "required", True

        text = welcome()

        assert "Staff set up a second factor at their first sign-in" in text
        assert "STAFF_SECOND_FACTOR=optional make run" in text

    def test_is_announced_without_that_where_it_would_not_start(self, settings):
        settings.STAFF_SECOND_FACTOR, settings.DEMO = "required", False

        text = welcome(first_administrator_link="http://127.0.0.1:8000/cms/first-administrator/x/")

        assert "Staff set up a second factor" in text
        assert "optional" not in text

    def test_is_said_to_be_off(self, settings):
        settings.STAFF_SECOND_FACTOR = "optional"

        assert "The second factor of staff is switched off." in welcome()
