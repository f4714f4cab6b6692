"""The same encodes by the engine alone, to compare the pipeline with.

One decode, one filter graph, the encoders with the pipeline's options, one MP4 for each rung.
Its encoders have four threads each, as the engine has them by itself; their bytes differ from run
to run. No isolation, no checks, no HLS, no checksums, no alignment of the sound.

    python benchmarks/plain_engine.py SOURCE FOLDER PLAN(JSON) RUNG...
"""

import json
import os
import sys
from fractions import Fraction
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import av  # noqa: E402 - after the path, as the next

from videos.pipeline.child import NICENESS  # noqa: E402 - as above
from videos.pipeline.encode import x264_options  # noqa: E402
from videos.pipeline.picture import scaler_for  # noqa: E402
from videos.pipeline.plan import Plan  # noqa: E402
from videos.pipeline.sound_file import BIT_RATES  # noqa: E402


def main(source: str, folder: str, plan_json: str, *rungs: str) -> None:
    os.nice(NICENESS)  # on a machine that does something else too, both sides wait alike
    plan = Plan.from_json(json.loads(plan_json))
    specs = [spec for spec in plan.renditions if spec.name in rungs]
    with av.open(source) as media:
        film, sound = media.streams.video[0], media.streams.audio[0]
        film.thread_type = "AUTO"
        film.codec_context.thread_count = 4
        outputs = [
            av.open(f"{folder}/{spec.name}.mp4", "w", options={"movflags": "+faststart"})
            for spec in specs
        ]
        films, sounds = [], []
        for output, spec in zip(outputs, specs, strict=True):
            stream = output.add_stream(
                "libx264",
                rate=Fraction(spec.rate),
                options=x264_options(spec) | {"threads": "4"},
            )
            stream.width, stream.height, stream.pix_fmt = spec.width, spec.height, "yuv420p"
            films.append(stream)
            sounds.append(output.add_stream("aac", rate=48_000, layout="stereo"))
            sounds[-1].bit_rate = BIT_RATES[2]
        graph = av.filter.Graph()
        entrance = graph.add_buffer(template=film, time_base=film.time_base)
        largest = specs[-1]
        scaler = scaler_for(film.width, largest.width)
        whole = graph.add("scale", f"{largest.width}:{largest.height}:flags={scaler}")
        split = graph.add("split", str(len(specs)))
        entrance.link_to(whole)
        whole.link_to(split)
        sinks = []
        for number, spec in enumerate(specs):
            scaler = scaler_for(largest.width, spec.width)
            scale = graph.add("scale", f"{spec.width}:{spec.height}:flags={scaler}")
            sink = graph.add("buffersink")
            split.link_to(scale, number, 0)
            scale.link_to(sink)
            sinks.append(sink)
        graph.configure()

        def encode() -> None:
            for sink, output, stream in zip(sinks, outputs, films, strict=True):
                while True:
                    try:
                        frame = sink.pull()
                    except (av.error.BlockingIOError, av.error.EOFError):
                        break
                    frame.pict_type = 0
                    output.mux(stream.encode(frame))

        for packet in media.demux(film, sound):
            for frame in packet.decode():
                if packet.stream is film:
                    entrance.push(frame)
                    encode()
                else:
                    # As in the pipeline: one AAC encoder, whatever the number of rungs.
                    outputs[0].mux(sounds[0].encode(frame))
        entrance.push(None)
        encode()
        for output, stream, voice in zip(outputs, films, sounds, strict=True):
            output.mux(stream.encode(None))
            output.mux(voice.encode(None))
            output.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
