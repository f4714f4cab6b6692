"""The container's kind, and the tracks beside the film."""

from dataclasses import dataclass, replace

from av.audio.codeccontext import AudioCodecContext
from av.audio.layout import AudioLayout
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition, Stream
from av.subtitles.stream import SubtitleStream

from videos.pipeline.probing.facts import AudioFacts, TextFacts
from videos.pipeline.probing.metadata import LONGEST_TITLE, clean_text, language_tag
from videos.pipeline.probing.passage import Passage

MOST_TRACKS = 64
LONGEST_BRAND = 8
QUICKTIME_BRAND = "qt"
LAYOUTS_BY_COUNT = {1: "mono", 2: "stereo"}
# The last bytes of an operational pattern's label (SMPTE ST 377-1, ST 390).
PATTERN_BYTES = slice(12, 14)
ATOM_PATTERN = 0x10
PACKAGE_LETTERS = "abc"


@dataclass(frozen=True, kw_only=True, slots=True)
class ContainerKind:
    """The name of a container, and its variant."""

    name: str
    profile: str = ""


def container_kind(container: InputContainer) -> ContainerKind:
    """Return what the file is, by its content."""
    name = container.format.name.split(",")[0]
    if name == "mxf":
        label = container.metadata.get("operational_pattern_ul", "")
        return ContainerKind(name=name, profile=_operational_pattern(label))
    if name != "mov":
        return ContainerKind(name=name)
    brand = clean_text(container.metadata.get("major_brand", ""), longest=LONGEST_BRAND)
    is_quicktime = not brand or brand == QUICKTIME_BRAND
    return ContainerKind(name="mov" if is_quicktime else "mp4", profile=brand)


def codec_name(stream: Stream) -> str:
    """Return the codec's name, whichever of its decoders is used; ``unknown`` without one."""
    context = stream.codec_context
    return context.codec.canonical_name if context is not None else "unknown"


def audio_tracks(
    container: InputContainer, passage: Passage, *, beginning: float
) -> tuple[AudioFacts, ...]:
    """Return the audio tracks in the file's order."""
    streams = container.streams.audio[:MOST_TRACKS]
    return tuple(_audio_facts(stream, passage, beginning) for stream in streams)


def text_tracks(container: InputContainer) -> tuple[TextFacts, ...]:
    """Return the embedded subtitles."""
    return tuple(_text_facts(stream) for stream in container.streams.subtitles[:MOST_TRACKS])


def _audio_facts(stream: AudioStream, passage: Passage, beginning: float) -> AudioFacts:
    context = stream.codec_context
    tick = float(stream.time_base)
    starts = stream.start_time * tick if stream.start_time is not None else beginning
    ends = passage.ends.get(stream.index)
    facts = AudioFacts(
        codec=codec_name(stream),
        language=language_tag(stream.language),
        title=clean_text(stream.metadata.get("title", ""), longest=LONGEST_TITLE),
        start_seconds=round(starts - beginning, 3),
        duration_seconds=round(max(0.0, ends - starts), 3) if ends is not None else None,
        is_default=bool(stream.disposition & Disposition.default),
        is_decodable=context is not None,
    )
    if context is None:
        return facts
    return replace(
        facts,
        profile=stream.profile or "",
        sample_rate=context.sample_rate or 0,
        bit_depth=_bit_depth(context) if facts.codec.startswith("pcm") else 0,
        channels=context.layout.nb_channels,
        layout=_layout_name(context.layout),
        bit_rate=context.bit_rate or 0,
    )


def _bit_depth(context: AudioCodecContext) -> int:
    """Return the bits of an uncompressed sample; the decoder may use more for them."""
    return context.bits_per_raw_sample or (context.format.bits if context.format else 0)


def _layout_name(layout: AudioLayout) -> str:
    """Return the layout's name; FFmpeg calls an unnamed one ``2 channels``."""
    if "channels" not in layout.name:
        return layout.name
    return LAYOUTS_BY_COUNT.get(layout.nb_channels, f"{layout.nb_channels} channels")


def _text_facts(stream: SubtitleStream) -> TextFacts:
    return TextFacts(
        codec=codec_name(stream),
        language=language_tag(stream.language),
        title=clean_text(stream.metadata.get("title", ""), longest=LONGEST_TITLE),
    )


def _operational_pattern(label: str) -> str:
    """Return ``OP1a`` for the label of that pattern."""
    try:
        item, package = bytes.fromhex(label.replace(".", ""))[PATTERN_BYTES]
    except ValueError:
        return ""
    if item == ATOM_PATTERN:
        return "OPAtom"
    if not 1 <= package <= len(PACKAGE_LETTERS):
        return ""
    return f"OP{item}{PACKAGE_LETTERS[package - 1]}"
