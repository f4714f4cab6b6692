"""The rules of use as a policy in ODRL 2.2 under IPTC's RightsML profile, as JSON-LD.

Sources: https://www.w3.org/TR/odrl-model/, https://www.w3.org/TR/odrl-vocab/ and
https://iptc.org/std/RightsML/2.0/RightsML_2.0-specification.html
"""

from datetime import datetime
from typing import Any

from cms.delivery.building import timestamp
from videos.choices import RestrictionKind
from videos.rights.rules import Rights, Rule
from videos.rights.territories import alpha_3

CONTEXT = [
    "http://www.w3.org/ns/odrl.jsonld",
    "https://iptc.org/std/RightsML/odrl-profile/rightsml.jsonld",
]
PROFILE = "https://iptc.org/std/RightsML/odrl-profile/"
COUNTRY = "http://cvx.iptc.org/iso3166-1a3/{}"

type Json = dict[str, Any]


def odrl_policy(rights: Rights, *, work: str) -> Json:
    """Return the policy of a work.

    One permission carries what every use must keep to; each forbidden use is a prohibition.

    Args:
        rights: the rules.
        work: the work's public id.
    """
    target = f"urn:uuid:{work}"
    permission: Json = {"target": target, "action": "use"}
    if constraints := _constraints_of_use(rights):
        permission["constraint"] = constraints
    if rights.credit:
        party = {"@type": "Party", "uid": f"{target}#credit", "vcard:fn": rights.credit}
        permission["duty"] = [{"action": "attribute", "attributedParty": party}]
    policy: Json = {
        "@context": CONTEXT,
        "@type": "Set",
        "uid": f"{target}#rights",
        "profile": PROFILE,
        "permission": [permission],
    }
    if prohibitions := _prohibitions(rights, target):
        policy["prohibition"] = prohibitions
    return policy


def _constraints_of_use(rights: Rights) -> list[Json]:
    constraints = []
    if rights.embargoed_until:
        constraints.append(_moment("gteq", rights.embargoed_until))
    if rights.usage_ends_at:
        constraints.append(_moment("lteq", rights.usage_ends_at))
    for rule in rights.rules:
        if rule.kind == RestrictionKind.ONLY:
            constraints += _scope(rule)
    return constraints


def _prohibitions(rights: Rights, target: str) -> list[Json]:
    found: list[Json] = []
    for rule in rights.rules:
        if rule.kind == RestrictionKind.FORBIDDEN:
            prohibition: Json = {"target": target, "action": "use"}
            if scope := _scope(rule):
                prohibition["constraint"] = scope
            found.append(prohibition)
    if rights.no_archive:
        found.append({"target": target, "action": "archive"})
    return found


def _scope(rule: Rule) -> list[Json]:
    constraints: list[Json] = []
    if rule.territories:
        countries = [{"@id": COUNTRY.format(alpha_3(code))} for code in rule.territories]
        constraints.append(_one_of("spatial", countries))
    if rule.media:
        constraints.append(_one_of("deliveryChannel", list(rule.media)))
    return constraints


def _one_of(operand: str, values: list[Any]) -> Json:
    return {"leftOperand": operand, "operator": "isAnyOf", "rightOperand": values}


def _moment(operator: str, moment: datetime) -> Json:
    return {
        "leftOperand": "dateTime",
        "operator": operator,
        "rightOperand": {"@value": timestamp(moment), "@type": "xsd:dateTime"},
    }
