"""Tags of languages, their names and directions."""

import pytest

from videos.languages import UnknownLanguage, clean_language, own_name, text_direction


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("fr", "fr"),
        ("FR-ca", "fr-CA"),
        ("pt_br", "pt-BR"),
        ("zh-hans-cn", "zh-Hans-CN"),
        ("es-419", "es-419"),
        ("iw", "he"),
        ("crh", "crh"),
        ("en-GB-oxendict", "en-GB-oxendict"),
        (" uk ", "uk"),
    ],
)
def test_tags_are_settled(text: str, tag: str) -> None:
    assert clean_language(text) == tag


@pytest.mark.parametrize(
    "text", ["", "x", "xx", "de-XX", "français", "en-x-mine", "fr;q=1", "../..", "a" * 200, "\x00"]
)
def test_what_nobody_has_listed_is_refused(text: str) -> None:
    with pytest.raises(UnknownLanguage):
        clean_language(text)


@pytest.mark.parametrize(
    ("tag", "name", "direction"),
    [
        ("fr", "Français", "ltr"),
        ("uk", "Українська", "ltr"),
        ("ar-EG", "العربية (مصر)", "rtl"),
        ("crh", "Crimean Tatar", "ltr"),
        ("ckb", "کوردیی ناوەندی", "rtl"),
        ("ar-Latn", "العربية", "ltr"),
        ("pa-Arab", "پنجابی (عربی)", "rtl"),
        ("he", "עברית", "rtl"),
    ],
)
def test_languages_have_a_name_and_a_direction(tag: str, name: str, direction: str) -> None:
    assert (own_name(tag), text_direction(tag)) == (name, direction)
