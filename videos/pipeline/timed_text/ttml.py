"""TTML: EBU-TT-D, EBU-TT, IMSC text, DFXP. Read by ttconv, after a look at what it is given.

No document of these kinds needs a document type. Entities are refused with it, so nothing can be
included and nothing can grow.
"""

import re
from xml.etree.ElementTree import Element, ElementTree, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from ttconv.imsc import reader

from videos.pipeline.timed_text.cues import Cue, TimedTextProblem, TimedTextRefused
from videos.pipeline.timed_text.document_model import cues_of

MAX_ELEMENTS = 100_000
MAX_DEPTH = 32
ROOT = re.compile(r"\{http://www\.w3\.org/ns/ttml\}tt")
TIME = re.compile(
    r"\d{2,}:\d{2}:\d{2}(?:\.\d{1,9}|:\d{2,3}(?:\.\d{1,3})?)?|\d{1,9}(?:\.\d{1,9})?(?:h|m|s|ms|f|t)"
)
LEADING = 1000
# Byte order marks, the other half of wide letters, white space.
BEFORE_XML = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"
TIMED = ("begin", "end", "dur")


def is_xml(content: bytes) -> bool:
    """Whether the file begins as XML does, in any encoding."""
    return content[:LEADING].lstrip(BEFORE_XML).startswith(b"<")


def read_ttml(content: bytes) -> tuple[list[Cue], str]:
    """Return the cues of a TTML document and its language.

    Raises:
        TimedTextRefused: it is no well-formed TTML, a time cannot be read, or it uses entities.
    """
    root = _parse(content)
    _look_at(root)
    try:
        document = reader.to_model(ElementTree(root))
    except Exception as error:  # whatever a hostile document makes the library raise
        raise TimedTextRefused(TimedTextProblem.DAMAGED, type(error).__name__) from error
    if document is None:
        raise TimedTextRefused(TimedTextProblem.UNKNOWN_FORMAT, "no tt element")
    return cues_of(document), document.get_lang() or ""


def _parse(content: bytes) -> Element:
    # Each element begins with this character in every encoding that is read.
    if content.count(b"<") > 2 * MAX_ELEMENTS:
        raise TimedTextRefused(TimedTextProblem.TOO_MANY, str(content.count(b"<") // 2))
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise TimedTextRefused(TimedTextProblem.FORBIDDEN_XML, type(error).__name__) from error
    except ParseError as error:
        line = error.position[0] if error.position else None
        raise TimedTextRefused(TimedTextProblem.DAMAGED, str(error), line=line) from error
    except (ValueError, LookupError) as error:  # an encoding that nobody has
        raise TimedTextRefused(TimedTextProblem.ENCODING, str(error)) from error
    return root


def _look_at(root: Element) -> None:
    """Refuse what the library would misread in silence, or would not come back from.

    Raises:
        TimedTextRefused: no TTML, too deep, or with a time that cannot be read.
    """
    if not ROOT.fullmatch(root.tag):
        raise TimedTextRefused(TimedTextProblem.UNKNOWN_FORMAT, root.tag)
    level = [root]
    for _depth in range(MAX_DEPTH):
        for element in level:
            for name in TIMED:
                value = element.get(name)
                if value is not None and not TIME.fullmatch(value.strip()):
                    raise TimedTextRefused(TimedTextProblem.BAD_TIME, f'{name}="{value}"')
        level = [child for element in level for child in element]
        if not level:
            return
    raise TimedTextRefused(TimedTextProblem.DAMAGED, f"deeper than {MAX_DEPTH}")
