import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.core.mail.checks import check_email_url
from cms.core.mail.transports import parse_email_url


class TestParseEmailUrl:
    def test_reads_every_part(self):
        transport = parse_email_url("smtp://ann%40x:p%2Fw@mail.example:2525?starttls=required")

        assert transport.host == "mail.example"
        assert transport.port == 2525
        assert (transport.user, transport.password) == ("ann@x", "p/w")
        assert transport.starttls == "required"
        assert not transport.implicit_tls

    def test_knows_the_usual_ports(self):
        assert parse_email_url("smtp://mail.example").port == 25
        assert parse_email_url("smtps://mail.example").port == 465
        assert parse_email_url("smtps://mail.example").implicit_tls

    @pytest.mark.parametrize(
        "address",
        ["smtp://", "smtp://mail.example?starttls=perhaps", "smtp://mail.example?tls=1"],
    )
    def test_refuses_what_it_does_not_understand(self, address):
        with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
            parse_email_url(address)

    def test_a_wrong_address_stops_the_start(self, settings):
        settings.EMAIL_URL = "smtp://mail.example:port"

        assert [error.id for error in check_email_url()] == ["core.E101"]
