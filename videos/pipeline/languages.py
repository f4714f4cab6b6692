"""Names of languages in the header of an MP4, which has room for ISO 639-2 only."""

# The official languages of the United Nations and of Europe, by BCP 47. What is not here stays
# unsaid in the file; the API and HLS say it all the same.
ISO_639_2 = {
    "ar": "ara", "bg": "bul", "bs": "bos", "ca": "cat", "cs": "ces", "cy": "cym", "da": "dan",
    "de": "deu", "el": "ell", "en": "eng", "es": "spa", "et": "est", "eu": "eus", "fa": "fas",
    "fi": "fin", "fr": "fra", "ga": "gle", "gl": "glg", "he": "heb", "hi": "hin", "hr": "hrv",
    "hu": "hun", "hy": "hye", "is": "isl", "it": "ita", "ja": "jpn", "ka": "kat", "ko": "kor",
    "lb": "ltz", "lt": "lit", "lv": "lav", "mk": "mkd", "mt": "mlt", "nb": "nob", "nl": "nld",
    "nn": "nno", "no": "nor", "pl": "pol", "pt": "por", "rm": "roh", "ro": "ron", "ru": "rus",
    "sk": "slk", "sl": "slv", "sq": "sqi", "sr": "srp", "sv": "swe", "sw": "swa", "tr": "tur",
    "uk": "ukr", "ur": "urd", "vi": "vie", "zh": "zho",
}  # fmt: skip
CODE_LENGTH = 3


def header_code(language: str) -> str:
    """Return a language's code for an MP4, empty when there is none."""
    code = language.partition("-")[0].lower()
    return ISO_639_2.get(code, code if len(code) == CODE_LENGTH else "")
