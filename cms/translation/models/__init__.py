"""Models of the translation desk. One concept a file; import them from here."""

from cms.translation.models.released import ReleasedTranslation, TranslationStatus

__all__ = ["ReleasedTranslation", "TranslationStatus"]
