"""A child process that does what a broken decoder would."""

import os
import sys
import time

from videos.pipeline import child

step, limits = sys.argv[1], sys.argv[2]
child.end_with_the_parent()
child.set_limits(limits)
match step:
    case "crash":
        os.abort()
    case "spin":
        while True:
            pass
    case "hang":
        time.sleep(600)
    case "hoard":
        hoard = bytearray(10 * 1024**3)
    case "chatter":
        sys.stdout.write("a library's own words\n")
        child.say({"progress": 0.5})
        child.say({"result": {"environment": sorted(os.environ)}})
