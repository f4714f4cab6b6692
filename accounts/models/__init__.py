"""Models of accounts, one concept a file."""

from accounts.models.append_only import AppendOnlyError
from accounts.models.auth_events import AuthEvent, AuthEventKind
from accounts.models.codes import CodeAllowance, CodeChallenge, CodeHour, CodePurpose
from accounts.models.consents import Consent, ConsentKind, ConsentSource
from accounts.models.first_administrator import FirstAdministratorLink
from accounts.models.invitations import Invitation
from accounts.models.media_account import AccountStatus, MediaAccount, TrustedDomain
from accounts.models.notices import LegalNotice, NoticeEdition, NoticeKind
from accounts.models.subscriptions import Subscription, SubscriptionSource, SubscriptionState
from accounts.models.user import User

__all__ = [
    "AccountStatus",
    "AppendOnlyError",
    "AuthEvent",
    "AuthEventKind",
    "CodeAllowance",
    "CodeChallenge",
    "CodeHour",
    "CodePurpose",
    "Consent",
    "ConsentKind",
    "ConsentSource",
    "FirstAdministratorLink",
    "Invitation",
    "LegalNotice",
    "MediaAccount",
    "NoticeEdition",
    "NoticeKind",
    "Subscription",
    "SubscriptionSource",
    "SubscriptionState",
    "TrustedDomain",
    "User",
]
