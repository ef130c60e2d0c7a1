"""Where the extractor stands on the pages of tests/quality.

python -m tests.quality            # scores beside their floors, the worst first
python -m tests.quality --raise    # and raise each floor that a score has passed; none is ever lowered
"""

from __future__ import annotations

import argparse

from tests.quality.floors import FLOORS, kept, raised, scores, write
from tests.quality.pages import all_pages


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.quality", description=__doc__)
    parser.add_argument("--raise", action="store_true", dest="is_raising", help="write the better floors")
    is_raising = parser.parse_args().is_raising
    floors, found = kept(), scores(all_pages())
    for page, now in sorted(found.items(), key=lambda item: item[1]["f1"]):
        below = [name for name, value in now.items() if value < floors.get(page, {}).get(name, 0.0)]
        shown = "  ".join(f"{name} {value:.4f}" for name, value in now.items())
        print(f"{page:32} {shown}  {'BELOW its floor: ' + ', '.join(below) if below else ''}")
    if is_raising:
        better = raised(floors, found)
        write(better)
        print(f"{FLOORS.name}: {sum(better[page] != floors.get(page) for page in better)} pages raised")


if __name__ == "__main__":
    main()
