"""Short texts made from long ones."""

from bs4 import BeautifulSoup

SUMMARY_LENGTH = 220
BLOCKS = ["p", "li"]


def beginning_of(html: str, *, length: int = SUMMARY_LENGTH) -> str:
    """Return the first paragraph as plain text, cut between words when it is long."""
    soup = BeautifulSoup(html, "html.parser")
    blocks = soup.find_all(BLOCKS) or [soup]
    # Only ordinary white space is collapsed: a no-break space belongs to the text.
    texts = (" ".join(block.get_text().split(" ")).strip() for block in blocks)
    text = next(filter(None, texts), "")
    if len(text) <= length:
        return text
    return text[:length].rpartition(" ")[0].rstrip(",;:. ") + "…"


def timecode(seconds: float | None) -> str:
    """Return a length as ``m:ss`` or ``h:mm:ss``; nothing for an unknown one."""
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
