"""The sounds of an asset as listeners choose among them: their languages and labels.

Both come from the file; editors may say otherwise (``VideoAsset.audio_names``). Playlists and
documents are composed of them, so a new label makes no new file. What stands inside files for
download stays as the master had it.
"""

from collections import Counter
from dataclasses import dataclass

from videos.languages import UnknownLanguage, clean_language, own_name
from videos.models import VideoAsset
from videos.pipeline.probing.facts import AudioFacts
from videos.pipeline.sound import plan_sounds

LONGEST_LABEL = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class AudioTrack:
    """One sound.

    Attributes:
        name: of its renditions: ``audio-1``.
        language: BCP 47, empty where nobody says.
        label: for menus of players, no two alike.
        file_language: what the file says, for editors.
        file_title: what the file calls it, for editors.
    """

    name: str
    language: str
    label: str
    channels: int
    is_default: bool
    file_language: str
    file_title: str


def audio_tracks(asset: VideoAsset) -> list[AudioTrack]:
    """Return the sounds of an asset in the file's order, none until it has been probed."""
    facts = [AudioFacts.from_json(track) for track in asset.facts.get("audio", ())]
    used: Counter[str] = Counter()
    found = []
    for number, spec in enumerate(plan_sounds(facts), start=1):
        edited = asset.audio_names.get(spec.name, {})
        file_language = _settled(spec.language)
        title = facts[spec.tracks[0]].title
        language = edited.get("language") or file_language
        label = edited.get("label") or title or (own_name(language) if language else "")
        label = label or f"Audio {number}"
        used[label] += 1
        found.append(
            AudioTrack(
                name=spec.name,
                language=language,
                label=label if used[label] == 1 else f"{label} {used[label]}",
                channels=spec.channels,
                is_default=number == 1,
                file_language=file_language,
                file_title=title,
            )
        )
    return found


def _settled(tag: str) -> str:
    """Return a file's tag in its settled form; what no list of languages has stays as it is."""
    try:
        return clean_language(tag) if tag else ""
    except UnknownLanguage:
        return tag
