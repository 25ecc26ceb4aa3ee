"""`make audit`: what pip-audit's report comes to. Exit code 1 for known holes alone."""

import json
import sys
from pathlib import Path


def verdict(report: str | None) -> tuple[int, str]:
    """The exit code and what to print. ``report``: pip-audit's, as JSON; None where it made none.

    pip-audit itself ends well where it could look nothing up, and badly where it could not reach anybody.
    """
    if report is None:
        return 0, "No advisory database could be reached: NOTHING was looked up, so nothing is known."
    parts = json.loads(report)["dependencies"]
    skipped = [each["name"] for each in parts if "skip_reason" in each]
    holes = [(part, hole) for part in parts for hole in part.get("vulns", ())]
    lines = []
    for part, hole in holes:
        names = ", ".join((hole["id"], *hole.get("aliases", ())))
        mended = " or ".join(hole.get("fix_versions", ())) or "nothing yet"
        lines.append(f"{part['name']} {part['version']}: {names}; mended in {mended}")
    if skipped:
        lines.append(f"NOT looked up, so nothing is known of them: {', '.join(skipped)}.")
    lines.append(f"{len(parts) - len(skipped)} of {len(parts)} packages looked up, {len(holes)} known holes.")
    return (1 if holes else 0), "\n".join(lines)


if __name__ == "__main__":
    path = Path(sys.argv[1])
    code, told = verdict(path.read_text() if path.exists() else None)
    print(told)
    sys.exit(code)
