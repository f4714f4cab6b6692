"""Whether staff need a second factor. Only a demo on one's own machine may do without."""

import ipaddress

from django.core.exceptions import ImproperlyConfigured

from cms.settings import env

NAME = "STAFF_SECOND_FACTOR"
OPTIONAL = "optional"


def read_second_factor(*, demo: bool, host: str) -> str:
    """Return ``required`` or ``optional``.

    Raises:
        ImproperlyConfigured: ``optional`` where others could reach the editor.
    """
    choice = env.choice("STAFF_SECOND_FACTOR", "required", {"required", OPTIONAL})
    if choice == OPTIONAL and not (demo and is_loopback(host)):
        raise ImproperlyConfigured(
            f"{NAME} may be {OPTIONAL} only for a demo on this machine: "
            "with DEMO=1 and a HOST such as 127.0.0.1."
        )
    return choice


def is_loopback(host: str) -> bool:
    """Return whether a server on this host is reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
