"""Application configuration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Configure accounts."""

    name = "accounts"
    label = "accounts"

    def ready(self) -> None:
        """Connect the signals, register the problems of the API and what the scheduler does."""
        # Models may be imported only now.
        from accounts import checks, role_signals, sign_in_signals, signal_handlers  # noqa: F401, PLC0415
        from accounts.api.v1 import problems  # noqa: F401, PLC0415
        from accounts.models import notices  # noqa: PLC0415
        from accounts.pages.notices import preview_notice  # noqa: PLC0415
        from accounts.services import code_ceiling, retention  # noqa: PLC0415
        from accounts.services.codes import purge_codes  # noqa: PLC0415
        from cms.core import health, scheduling  # noqa: PLC0415

        signal_handlers.connect()
        role_signals.connect()
        sign_in_signals.connect()
        notices.preview_with(preview_notice)
        health.register_warning("codes", code_ceiling.warning)
        scheduling.register("purge-codes", 3_600, purge_codes)
        scheduling.register("prune-auth-log", 86_400, retention.prune_auth_log)
        scheduling.register("prune-invitations", 86_400, retention.prune_invitations)
        scheduling.register("prune-session-list", 86_400, retention.prune_session_list)
        scheduling.register("prune-farewells", 3_600, retention.prune_farewells)
        scheduling.register("dormant-accounts", 3_600, retention.attend_to_dormant_accounts)
