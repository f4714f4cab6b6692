"""Chromium takes the HLS files by their byte ranges, as a player gives them to it.

Its reader of fragmented MP4 is its own and strict: it shares nothing with what made the files.
"""

import base64
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.videos.media import NTSC, Source, make_source
from tests.videos.pipeline.planning import by_name, plan_of, run
from videos.pipeline.hls import read_segments
from videos.pipeline.plan import Step

PLAY = """async ({pictures, sound}) => {
  const video = document.createElement('video');
  const media = new MediaSource();
  document.body.append(video);
  video.src = URL.createObjectURL(media);
  await new Promise(resolve => media.addEventListener('sourceopen', resolve, {once: true}));
  const bytes = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
  const buffers = [pictures, sound].map(one => media.addSourceBuffer(one.type));
  const fill = async (buffer, parts) => {
    for (const part of parts) {
      buffer.appendBuffer(bytes(part));
      await new Promise((resolve, reject) => {
        buffer.addEventListener('updateend', resolve, {once: true});
        buffer.addEventListener('error', () => reject(new Error('refused')), {once: true});
      });
    }
    return Array.from({length: buffer.buffered.length},
      (_, at) => [buffer.buffered.start(at), buffer.buffered.end(at)]);
  };
  const ranges = [
    await fill(buffers[0], pictures.parts), await fill(buffers[1], sound.parts)];
  media.endOfStream();
  const widths = [];
  for (const time of [1.01, 7.01]) {
    const seeked = new Promise(resolve => video.addEventListener('seeked', resolve, {once: true}));
    video.currentTime = time;
    await seeked;
    widths.push(video.videoWidth);
  }
  return {ranges, widths, duration: media.duration};
}"""


@pytest.mark.must_hold
def test_plays_ranges_of_two_rungs_and_a_sound(page: Page, tmp_path: Path) -> None:
    """The rung changes at a media segment; there is no gap where it does."""
    source = replace(Source(), rate=NTSC, frames=270)
    plan = plan_of(source)
    master = make_source(tmp_path / "master.mp4", source)
    files = {}
    for step in (Step.PREVIEW, Step.LADDER, Step.SOUND):
        files |= by_name(run(step, master, tmp_path, plan))
    low, high, sound = (parts_of(tmp_path / name) for name in ("36p", "90p", "audio-1"))

    page.goto("about:blank")
    found = page.evaluate(
        PLAY,
        {
            "pictures": {
                "type": f'video/mp4; codecs="{files["90p.hls.mp4"].codecs}"',
                "parts": [*low[:2], high[0], *high[2:]],
            },
            "sound": {
                "type": f'audio/mp4; codecs="{files["audio-1.hls.mp4"].codecs}"',
                "parts": sound,
            },
        },
    )

    seconds = float(source.seconds)
    for ranges in found["ranges"]:
        assert len(ranges) == 1
        assert ranges[0][0] == 0
        assert abs(ranges[0][1] - seconds) < 0.03
    assert found["widths"] == [64, 160]


def parts_of(media: Path) -> list[str]:
    """Return a media file's initial part and its media segments, each as base64."""
    content = media.with_suffix(".hls.mp4").read_bytes()
    segments = read_segments(media.with_suffix(".m3u8").read_text())
    ranges = [(0, segments[0].offset)]
    ranges += [(segment.offset, segment.offset + segment.size_bytes) for segment in segments]
    return [base64.b64encode(content[start:end]).decode() for start, end in ranges]
