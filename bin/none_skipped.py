"""Fail when a report holds a test that was skipped or expected to fail, or fewer than expected."""

import sys
from pathlib import Path
from xml.etree import ElementTree


def main(report: str, expected: str) -> int:
    cases = list(ElementTree.parse(Path(report)).iter("testcase"))  # noqa: S314 - our own file
    skipped = [case for case in cases if case.find("skipped") is not None]
    for case in skipped:
        reason = case.find("skipped").get("message", "")
        print(f"Not run: {case.get('classname')}::{case.get('name')}: {reason}")
    # One test may leave two entries, when its teardown fails as well.
    reported = {(case.get("classname"), case.get("name")) for case in cases}
    print(f"{len(reported)} tests of {expected}, {len(skipped)} not run")
    return int(bool(skipped) or len(reported) < int(expected) or not reported)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
