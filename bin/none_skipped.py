"""Fail when a test report holds a test that was skipped or expected to fail, or holds no test."""

import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path


def main(reports: list[str]) -> int:
    status = 0
    for report in reports:
        cases = list(ElementTree.parse(Path(report)).iter("testcase"))
        skipped = [case for case in cases if case.find("skipped") is not None]
        for case in skipped:
            reason = case.find("skipped").get("message", "")
            print(f"Not run: {case.get('classname')}::{case.get('name')}: {reason}")
        if not cases:
            print(f"No test ran: {report}")
        print(f"{len(cases)} tests, {len(skipped)} not run")
        status |= bool(skipped) or not cases
    return int(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
