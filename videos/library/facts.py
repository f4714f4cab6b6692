"""What is in a file, in words for editors."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy
from wagtail.admin.panels import Panel

from cms.core.models import OPEN_STATES
from videos.derivative_choices import DerivativeStep
from videos.models import VideoAsset
from videos.pipeline.findings import Finding, FindingKind, findings_of
from videos.pipeline.probing.facts import AudioFacts, DynamicRange, Probe, Scan, ScanSource
from videos.pipeline.quality import Quality, SoundQuality

CONTAINERS = {
    "mp4": "MP4",
    "mov": "QuickTime (MOV)",
    "mxf": "MXF",
    "matroska": "Matroska / WebM",
    "mpegts": "MPEG-TS",
    "mpeg": "MPEG-PS",
    "avi": "AVI",
}
CODECS = {
    "h264": "H.264 / AVC", "hevc": "H.265 / HEVC", "mpeg2video": "MPEG-2", "mpeg4": "MPEG-4",
    "prores": "Apple ProRes", "dnxhd": "Avid DNxHD / DNxHR", "vp8": "VP8", "vp9": "VP9",
    "av1": "AV1", "mjpeg": "Motion JPEG", "jpeg2000": "JPEG 2000", "dvvideo": "DV",
    "aac": "AAC", "ac3": "Dolby Digital (AC-3)", "eac3": "Dolby Digital Plus (E-AC-3)",
    "mp2": "MPEG Layer II", "mp3": "MP3", "opus": "Opus", "vorbis": "Vorbis", "flac": "FLAC",
    "alac": "Apple Lossless",
}  # fmt: skip
DYNAMIC_RANGES = {
    DynamicRange.SDR: gettext_lazy("Standard (SDR)"),
    DynamicRange.HLG: gettext_lazy("High (HDR, HLG)"),
    DynamicRange.PQ: gettext_lazy("High (HDR, PQ)"),
}
SCANS = {
    Scan.PROGRESSIVE: gettext_lazy("Progressive"),
    Scan.TOP_FIRST: gettext_lazy("Interlaced, upper field first"),
    Scan.BOTTOM_FIRST: gettext_lazy("Interlaced, lower field first"),
}
LAYOUTS = {"mono": pgettext_lazy("sound", "Mono"), "stereo": pgettext_lazy("sound", "Stereo")}
# The steps that find out what is in the file.
FINDING_STEPS = (DerivativeStep.FACTS, DerivativeStep.QUALITY)
# Keep a number and its unit in order in texts of either direction.
LEFT_TO_RIGHT, END = "\u2066", "\u2069"
# Identifiers of machines: kept with the asset, of no use to people.
HIDDEN_METADATA = ("uid", "umid", "_ul", "brand", "brands", "version", "version_num")


@dataclass(frozen=True, kw_only=True, slots=True)
class SoundRow:
    """A row of the table of audio tracks."""

    number: int
    language: str
    title: str
    kind: str
    layout: str
    loudness: str
    peak: str


class FactsPanel(Panel):
    """Shows what was found in the file: warnings first, then picture, sound and tags."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "videos/library/facts_panel.html"

        def is_shown(self) -> bool:
            """Show it once there is a file."""
            return bool(self.instance.pk) and super().is_shown()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the facts in words."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | facts_context(self.instance)


def facts_context(asset: VideoAsset) -> dict[str, Any]:
    """Return what the template shows of an asset's facts, and whether more may come."""
    rows = [row for row in asset.current_derivatives() if row.step in FINDING_STEPS]
    state = {
        "asset": asset,
        "is_known": bool(asset.facts),
        "is_settled": not any(row.state in OPEN_STATES for row in rows),
    }
    return state | _known_facts(asset) if asset.facts else state


def _known_facts(asset: VideoAsset) -> dict[str, Any]:
    probe = Probe.from_json(asset.facts)
    quality = Quality.from_json(asset.quality) if asset.quality else None
    findings = findings_of(probe, quality)
    return {
        "warnings": [words_of(found) for found in findings if found.is_warning],
        "notes": [words_of(found) for found in findings if not found.is_warning],
        "file_facts": list(_file_facts(asset, probe)),
        "sounds": list(_sound_rows(probe, quality)),
        "is_measured": quality is not None,
        "metadata": _shown_metadata(probe),
    }


def words_of(finding: Finding) -> str:  # noqa: C901, PLR0911, PLR0912 - a table of sentences
    """Return a finding as a sentence."""
    values: dict[str, Any] = {
        "tracks": _track_numbers(finding.tracks),
        "amount": number_format(finding.amount, decimal_pos=1),
        "channel": finding.channel,
    }
    count = len(finding.tracks)
    match finding.kind:
        case FindingKind.NO_SOUND:
            return _("The file has no sound.")
        case FindingKind.SILENT_SOUND:
            return ngettext(
                "Audio track %(tracks)s is silent.", "Audio tracks %(tracks)s are silent.", count
            ) % values  # fmt: skip
        case FindingKind.SILENT_CHANNEL if count > 1:
            values["tracks"] = finding.tracks[finding.channel - 1] + 1
            return _("Audio track %(tracks)s is silent.") % values
        case FindingKind.SILENT_CHANNEL:
            if finding.channel == 1:
                return _("The left channel of audio track %(tracks)s is silent.") % values
            return _("The right channel of audio track %(tracks)s is silent.") % values
        case FindingKind.UNREADABLE_SOUND:
            return _("Audio track %(tracks)s cannot be read, so it will be left out.") % values
        case FindingKind.SHORT_SOUND:
            return _("Audio track %(tracks)s ends %(amount)s s before the picture.") % values
        case FindingKind.VERY_LOUD:
            return _("Very loud: %(amount)s LU above −23 LUFS (audio %(tracks)s).") % values
        case FindingKind.LOUD:
            return _("Louder than broadcast level: %(amount)s LU above −23 LUFS "
                     "(audio %(tracks)s).") % values  # fmt: skip
        case FindingKind.VERY_QUIET:
            return _("Very quiet: %(amount)s LU below −23 LUFS (audio %(tracks)s).") % values
        case FindingKind.QUIET:
            return _("Quieter than broadcast level: %(amount)s LU below −23 LUFS "
                     "(audio %(tracks)s).") % values  # fmt: skip
        case FindingKind.PEAKS:
            return _("The sound peaks at %(amount)s dBTP, above −1 dBTP: it may distort "
                     "(audio %(tracks)s).") % values  # fmt: skip
        case FindingKind.BLACK_START:
            return _("The picture is black for the first %(amount)s s.") % values
        case FindingKind.FROZEN_START:
            return _("The picture stands still for the first %(amount)s s.") % values
        case FindingKind.ODD_SHAPE:
            return _("The picture has an unusual shape. Check that it is not squeezed.")
        case FindingKind.VARIABLE_RATE:
            return _("The pictures do not come at a constant rate. Times may be a frame off.")
        case FindingKind.INTERLACED:
            return _("The picture is interlaced. Previews are de-interlaced, downloads of the "
                     "original are not.")  # fmt: skip
        case FindingKind.HDR:
            return _("The picture has a high dynamic range. Previews show it in standard range.")


def _file_facts(asset: VideoAsset, probe: Probe) -> Iterator[tuple[str, str]]:
    """Yield what a line of the list is called, and what it says."""
    video = probe.video
    container = CONTAINERS.get(probe.container, probe.container)
    if probe.container == "mxf" and probe.container_profile:
        container = f"{container} {probe.container_profile}"
    yield _("Container"), container
    profile = f" ({video.profile})" if video.profile else ""
    yield _("Video codec"), f"{CODECS.get(probe.video_codec, probe.video_codec)}{profile}"
    yield _("Picture size"), f"{probe.width} × {probe.height}"
    if (probe.width, probe.height) not in {
        (video.coded_width, video.coded_height),
        (video.coded_height, video.coded_width),
    }:
        yield _("Stored as"), f"{video.coded_width} × {video.coded_height}"
    if probe.rotation:
        yield _("Turned by"), f"{probe.rotation}°"
    yield _("Frame rate"), _rate_words(probe)
    yield _("Scan"), _scan_words(probe)
    yield _("Colour"), _colour_words(probe)
    yield _("Frames"), number_format(probe.frame_count, force_grouping=True)
    if probe.start_timecode:
        yield _("First timecode"), asset.timecode_of(0) if asset.rate else probe.start_timecode
    if probe.bit_rate:
        rate = number_format(probe.bit_rate / 1_000_000, decimal_pos=1)
        yield _("Bit rate"), _("%(rate)s Mb/s") % {"rate": rate}
    if video.has_captions:
        yield _("Captions in the picture"), "CEA-608 / 708"
    if probe.texts:
        languages = ", ".join(text.language or "?" for text in probe.texts)
        yield _("Embedded subtitles"), languages


def _rate_words(probe: Probe) -> str:
    rate = _plain(probe.frame_rate)
    if probe.video.is_variable_rate:
        return _("Variable, counted at %(rate)s frames a second") % {"rate": rate}
    if probe.is_drop_frame:
        return _("%(rate)s frames a second, drop-frame timecode") % {"rate": rate}
    return _("%(rate)s frames a second") % {"rate": rate}


def _plain(number: float) -> str:
    """Return a number without needless zeros: 25, 29.97."""
    return str(number_format(f"{number:.3f}".rstrip("0").rstrip(".")))


def _scan_words(probe: Probe) -> str:
    words = str(SCANS[probe.video.scan])
    if probe.video.scan_source is ScanSource.MEASURED:
        return _("%(scan)s (measured, the file does not say)") % {"scan": words}
    return words


def _colour_words(probe: Probe) -> str:
    video = probe.video
    parts = [str(DYNAMIC_RANGES[video.dynamic_range]), video.chroma]
    if video.bit_depth:
        parts.append(_("%(bits)s bit") % {"bits": video.bit_depth})
    parts.append(video.primaries)
    return ", ".join(part for part in parts if part)


def _sound_rows(probe: Probe, quality: Quality | None) -> Iterator[SoundRow]:
    measured: dict[int, SoundQuality] = {
        track: sound for sound in (quality.sounds if quality else ()) for track in sound.tracks
    }
    for position, track in enumerate(probe.audio):
        sound = measured.get(position)
        yield SoundRow(
            number=position + 1,
            language=track.language,
            title=track.title,
            kind=_sound_kind(track),
            layout=str(LAYOUTS.get(track.layout, track.layout)),
            loudness=_loudness_words(sound),
            peak=_peak_words(sound),
        )


def _sound_kind(track: AudioFacts) -> str:
    name = CODECS.get(track.codec, "PCM" if track.codec.startswith("pcm") else track.codec)
    parts = [name]
    if track.bit_depth:
        parts.append(_("%(bits)s bit") % {"bits": track.bit_depth})
    if track.sample_rate:
        parts.append(f"{_plain(track.sample_rate / 1000)} kHz")
    return ", ".join(parts)


def _loudness_words(sound: SoundQuality | None) -> str:
    if sound is None:
        return "–"
    if sound.integrated_lufs is None:
        return pgettext("sound", "Silent")
    words = _measure(sound.integrated_lufs, "LUFS")
    if len(sound.tracks) > 1:
        tracks = _track_numbers(sound.tracks)
        return _("%(loudness)s (tracks %(tracks)s together)") % {
            "loudness": words, "tracks": tracks,
        }  # fmt: skip
    return words


def _peak_words(sound: SoundQuality | None) -> str:
    if sound is None or sound.true_peak_dbtp is None:
        return "–"
    return _measure(sound.true_peak_dbtp, "dBTP")


def _measure(value: float, unit: str) -> str:
    return f"{LEFT_TO_RIGHT}{number_format(value, decimal_pos=1)} {unit}{END}"


def _track_numbers(positions: tuple[int, ...]) -> str:
    return " + ".join(str(position + 1) for position in positions)


def _shown_metadata(probe: Probe) -> list[tuple[str, str]]:
    """Return the file's tags that say something to people."""
    entries = (probe.metadata or {}).items()
    return [(key, value) for key, value in entries if not key.endswith(HIDDEN_METADATA)]
