"""One spelling for an e-mail address."""

import unicodedata

LONGEST_DOMAIN = 253


def normalise_address(address: str) -> str:
    """Return the address stripped, in lower case and in Unicode's composed form (NFC).

    Mail servers do not tell upper from lower case, and people type both. A domain has one
    spelling whether it was typed in its own script or as ``xn--…``.
    """
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFC", address).strip().lower())
    local, sign, domain = composed.rpartition("@")
    return f"{local}{sign}{_one_spelling(domain)}"


def normalise_domain(domain: str) -> str:
    """Return the domain as it stands in normalised addresses."""
    return domain_of(f"@{domain.strip().removeprefix('@').rstrip('.')}")


def domain_of(address: str) -> str:
    """Return what stands after the @ of an address, in its one spelling."""
    return normalise_address(address).rpartition("@")[2]


def _one_spelling(domain: str) -> str:
    """Return the domain that mail for it goes to, in its own script where it has one."""
    if len(domain) > LONGEST_DOMAIN or (domain.isascii() and "xn--" not in domain):
        return domain
    try:
        wire = domain.encode("idna")
    except UnicodeError:
        return domain  # not a domain; whoever validates the address refuses it
    try:
        return wire.decode("idna")
    except UnicodeError:
        return wire.decode("ascii")
