"""A parent that starts a child that never ends, and says who it is."""

import subprocess
import sys

from videos.pipeline import isolation

isolation.CHILD_MODULE = "tests.videos.pipeline.misbehaving"
real = subprocess.Popen


def start(*args: object, **kwargs: object) -> "subprocess.Popen[str]":
    process = real(*args, **kwargs)
    sys.stdout.write(f"{process.pid}\n")
    sys.stdout.flush()
    return process


subprocess.Popen = start
isolation.run_step("hang", [], limits=isolation.Limits(wall_seconds=600, cpu_seconds=600))
