"""ReplayWeb.page (npm replaywebpage, AGPL-3.0, for tests only) in a real browser, on a WACZ."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import tarfile
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import pytest

from tests.browser import program
from tests.range_server import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

VERSION = "2.4.6"
PATIENCE = 180  # seconds: a loaded machine is slow to start a browser and a service worker
CACHE = Path(__file__).resolve().parents[1] / "var" / "viewer"
PAGE = """<!doctype html><meta charset="utf-8"><script src="/ui.js"></script>
<style>html, body {{ margin: 0; height: 100% }} replay-web-page {{ display: block; height: 100vh }}</style>
<replay-web-page source="/archive.wacz" url="{url}" replayBase="/replay/" embed="default"></replay-web-page>
<script>
function text(root) {{
  let all = "";
  for (const element of root.querySelectorAll("*")) {{
    if (element.shadowRoot) all += text(element.shadowRoot);
    const inner = element.tagName === "IFRAME" && element.contentDocument;
    if (inner) all += (inner.body ? inner.body.innerText : "") + text(inner);
  }}
  return all;
}}
const wanted = {wanted};
setInterval(() => {{ if (text(document).includes(wanted)) fetch("/seen"); }}, 300);
</script>"""
"""It tells the server when the text can be seen."""


FRAME = b"""<!doctype html><meta charset="utf-8"><script src="/ui.js"></script><replay-app-main></replay-app-main>"""


LAUNCH = """
import fcntl, os, sys
above = [fcntl.fcntl(int(number), fcntl.F_DUPFD, 10) for number in sys.argv[1:3]]
for place, number in zip((3, 4), above):
    os.dup2(number, place)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Chromium takes its commands at descriptor 3 and answers at 4; dash cannot redirect descriptors above 9."""


def viewer() -> tuple[bytes, bytes]:
    """ui.js and sw.js, fetched once. Where npm or its registry cannot be had the test is skipped."""
    folder = CACHE / "package"
    if not (folder / "ui.js").exists():
        if shutil.which("npm") is None:
            pytest.skip("no npm to fetch ReplayWeb.page with; install nodejs and npm")
        CACHE.mkdir(parents=True, exist_ok=True)
        npm = ["npm", "pack", "--silent", f"replaywebpage@{VERSION}"]
        packed = subprocess.run(npm, cwd=CACHE, capture_output=True, text=True, check=False, timeout=PATIENCE)
        if packed.returncode:
            pytest.skip(f"npm cannot fetch ReplayWeb.page: {packed.stderr.strip()[-200:]}")
        with tarfile.open(CACHE / packed.stdout.split()[-1]) as tar:
            tar.extractall(CACHE, filter="data")
    return (folder / "ui.js").read_bytes(), (folder / "sw.js").read_bytes()


def seen(wacz: Path, url: str, wanted: str, picture: Path, folder: Path) -> tuple[bool, list[str]]:
    """Whether the viewer showed the text on the archived page, and what it asked for; the picture is what it looked like."""
    ui, worker = viewer()
    found = threading.Event()

    def tell() -> bytes:
        found.set()
        return b"seen"

    files: dict[str, bytes | Callable[[], bytes]] = {
        "/index.html": PAGE.format(url=url, wanted=json.dumps(wanted)).encode(),
        "/ui.js": ui,
        "/replay/": FRAME,
        "/replay/sw.js": worker,
        "/archive.wacz": wacz.read_bytes(),
        "/seen": tell,
    }
    with serving(files) as (base, asked), _browser(folder) as browser:
        target = browser.call("Target.createTarget", {"url": f"{base}/index.html"})
        found.wait(PATIENCE)
        session = browser.call("Target.attachToTarget", {"targetId": target["targetId"], "flatten": True})[
            "sessionId"
        ]
        taken = browser.call("Page.captureScreenshot", {}, session)
        picture.write_bytes(base64.b64decode(taken["data"]))
    return found.is_set(), asked


class _Browser:
    """Chromium by its DevTools protocol over two pipes: a picture can be taken when it is time."""

    def __init__(self, commands: BinaryIO, answers: BinaryIO) -> None:
        self._commands, self._answers, self._number, self._rest = commands, answers, 0, b""

    def call(self, method: str, params: dict[str, Any], session: str | None = None) -> dict[str, Any]:
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        self._commands.write(json.dumps(message).encode() + b"\0")
        self._commands.flush()
        while (answer := self._next()).get("id") != self._number:
            pass  # events
        assert "result" in answer, answer
        result: dict[str, Any] = answer["result"]
        return result

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            piece = os.read(self._answers.fileno(), 1 << 16)
            assert piece, "the browser is gone"
            self._rest += piece
        line, _, self._rest = self._rest.partition(b"\0")
        answer: dict[str, Any] = json.loads(line)
        return answer


@contextmanager
def _browser(folder: Path) -> Iterator[_Browser]:
    (commands_out, commands_in), (answers_out, answers_in) = os.pipe(), os.pipe()
    arguments = [
        program(), "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-proxy-server",
        "--disable-background-networking", "--no-first-run", f"--user-data-dir={folder / 'profile'}",
        "--remote-debugging-pipe", "--window-size=1100,900",
    ]  # fmt: skip
    launcher = [sys.executable, "-c", LAUNCH, str(commands_out), str(answers_in), *arguments]
    with subprocess.Popen(
        launcher, pass_fds=(commands_out, answers_in), stderr=subprocess.DEVNULL
    ) as process:
        os.close(commands_out)
        os.close(answers_in)
        try:
            with os.fdopen(commands_in, "wb") as commands, os.fdopen(answers_out, "rb") as answers:
                yield _Browser(commands, answers)
        finally:
            process.kill()
