"""Application configuration."""

from django.apps import AppConfig


class TranslationConfig(AppConfig):
    """Tell delivery what is translated."""

    name = "cms.translation"
    label = "translation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the provider and the checks, and connect the signals."""
        from cms.delivery import translations  # noqa: PLC0415 - models may be imported only now
        from cms.translation import (  # noqa: PLC0415
            checks,  # noqa: F401 - importing registers them
            signal_handlers,
        )
        from cms.translation.state import translation_states  # noqa: PLC0415

        translations.register_provider(translation_states)
        signal_handlers.connect()
