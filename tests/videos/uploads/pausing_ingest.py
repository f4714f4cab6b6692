"""``manage.py ingest`` that pauses at every point where being killed could hurt."""

import sys

from tests.videos.pausing import pausing

# isort: split
from django.conf import settings
from django.core.management import call_command

from cms.core import leased
from videos.uploads import examining, incoming, receiving, taking
from videos.uploads.folders import WatchFolder

folder, settings.UPLOADS_DIR = sys.argv[1:]
leased.kick = lambda _model: None
receiving.begin = pausing(receiving.begin, "beginning")
receiving.receive = pausing(receiving.receive, "copying")
incoming.IncomingFile.write = pausing(incoming.IncomingFile.write, "writing")
examining._sha256 = pausing(examining._sha256, "hashing")
examining._store = pausing(examining._store, "storing")
examining.remove_bytes = pausing(examining.remove_bytes, "dropping")
incoming.remove = pausing(incoming.remove, "removing")
taking.take = pausing(taking.take, "taking")
WatchFolder._put_away = pausing(WatchFolder._put_away, "putting away")
call_command("ingest", folder, "--settle", "0")
