"""Fail where tests were skipped that can run here: python3 .ci/skipped.py TESTS.xml (pytest --junitxml).

Somewhere, every test has to run. With CI=true a test may skip itself for another operating system, or since
root is stopped by no right, but not for want of a program; elsewhere the skipped tests are named, and that is
all.
"""

import os
import re
import sys
import xml.etree.ElementTree as ET

ANOTHER_SYSTEM = re.compile(r"\bWindows\b|\bLinux only\b|\broot\b")


def skipped(path: str) -> list[str]:
    """Return name and reason of each test that was skipped, but for those of another operating system."""
    found = []
    for case in ET.parse(path).iter("testcase"):
        for skip in case.iter("skipped"):
            reason = skip.get("message", "")
            if skip.get("type") == "pytest.skip" and not ANOTHER_SYSTEM.search(reason):
                found.append(f"{case.get('classname')}.{case.get('name')}: {reason}")
    return found


def main() -> int:
    """Name them, and return 1 where none may be."""
    found = skipped(sys.argv[1])
    if not found:
        return 0
    must_run = os.environ.get("CI") == "true"
    print("failed: tests were skipped that have to run here:" if must_run else "note: tests were skipped:")
    print("\n".join(f"  {name}" for name in found))
    return 1 if must_run else 0


if __name__ == "__main__":
    sys.exit(main())
