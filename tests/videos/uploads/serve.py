"""A web server that a test kills and starts again, without loading the application each time.

Run as ``python serve.py``. For each line on standard input it forks the real server off and prints
the process group that the test may kill; it ends with its standard input.
"""

import multiprocessing
import os
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from django.db import connections

import cms.wsgi  # noqa: F401 - loaded once, before the forks
from cms.website.startup.programs import _serve_web

multiprocessing.set_start_method("fork")
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
children = []
for _line in sys.stdin:
    connections.close_all()
    child = os.fork()
    if child == 0:
        os.setsid()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _serve_web()
        os._exit(0)
    children.append(child)
    print("started", child, flush=True)
for child in children:
    try:
        os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:
        continue
