"""`scrapy` again and again, each time on another day and in a process of its own, which is not started but forked.

A start costs seconds of imports, and there are a thousand. A line of standard input is a JSON object `at`, `words`,
`folder`; what the process said is then in the folder's `out` and `err`, and its exit status is the line of the answer.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import traceback
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from extractors import outlets

IMPORTED = (
    "tests.without_pandas",
    "scrapy.cmdline",
    "crawler.commands.crawl",
    "crawler.settings",
    "crawler.wire",
    "crawler.scheduler",
    "crawler.spiders.outlet",
    *(f"scrapy.commands.{name}" for name in ("bench", "check", "genspider", "parse", "shell", "view")),
    *(f"scrapy.extensions.{name}" for name in ("corestats", "logcount", "logstats", "memusage", "throttle")),
    "storage.local_store",
    "itemadapter",
    "lxml.cssselect",
)


def main() -> None:
    sys.argv = ["scrapy", "crawl"]  # what crawler.settings looks for commands by
    for name in IMPORTED:
        importlib.import_module(name)
    outlets.load()
    assert "twisted.internet.reactor" not in sys.modules, "a reactor does not survive a fork"
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if not child:
            _crawl(asked["at"], asked["words"], Path(asked["folder"]))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _crawl(at: str, words: list[str], folder: Path) -> NoReturn:
    from scrapy.cmdline import execute  # noqa: PLC0415 - in the child

    from crawler import clock  # noqa: PLC0415 - likewise

    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), number)
    code: object = 1
    try:
        with clock.shifted(datetime.fromisoformat(at)):
            execute(["scrapy", *words])
    except SystemExit as ended:
        code = ended.code
    except BaseException:  # noqa: BLE001 - the child ends here, whatever happened
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 0 if code is None else 1)


if __name__ == "__main__":
    main()
