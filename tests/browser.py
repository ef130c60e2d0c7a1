"""A real browser for the tests: what a page looks like when it was opened, what it asked for, and what it complained of.

Chromium is told to send every host elsewhere, so that a request would fail; its log of the network says if it tried.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
INSTALL = "sh tests/install_browser.sh"
PATIENCE = 180  # seconds: a loaded machine starts a browser slowly


@dataclass(frozen=True, slots=True)
class Opened:
    """A page after it was loaded: its document as the browser has it, its complaints, the addresses it asked for."""

    document: str
    console: tuple[str, ...]
    asked: tuple[str, ...]


def program() -> str:
    """The browser; where there is none the tests say what to run, and an automatic run fails."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found is None:
        say = pytest.fail if os.environ.get("CI") else pytest.skip
        say(f"no browser to look with; run: {INSTALL}")
    return found


def opened(page: Path, folder: Path, *more: str, fragment: str = "") -> Opened:
    """Open the local page in a browser of its own. `folder` is scratch; `more` are arguments."""
    log = folder / "network.json"
    done = _run(
        folder,
        (
            "--dump-dom",
            "--enable-logging=stderr",
            f"--log-net-log={log}",
            *more,
            f"{page.as_uri()}{fragment}",
        ),
    )
    console = tuple(line for line in done.stderr.splitlines() if "CONSOLE" in line)
    return Opened(done.stdout, console, _asked(log))


def screenshot(
    page: Path, picture: Path, folder: Path, *, width: int, height: int, dark: bool = False
) -> None:
    """What a person sees, as PNG."""
    scheme = ("--blink-settings=preferredColorScheme=0",) if dark else ()
    _run(folder, (f"--screenshot={picture}", f"--window-size={width},{height}", *scheme, page.as_uri()))


def _run(folder: Path, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    base = (
        program(),
        "--headless",
        "--no-sandbox",  # root, as in containers, may not have one
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
        "--no-proxy-server",
        "--hide-scrollbars",
        f"--user-data-dir={folder / 'profile'}",
        "--host-resolver-rules=MAP * 127.0.0.1:9",
    )
    return subprocess.run([*base, *arguments], capture_output=True, text=True, timeout=PATIENCE, check=True)


def _asked(log: Path) -> tuple[str, ...]:
    """Addresses of the requests that began, but for the page itself and what the browser asks on its own account."""
    found = json.loads(log.read_text(encoding="utf-8"))
    begun = found["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
    urls = {
        event["params"]["url"]
        for event in found["events"]
        if event["type"] == begun and "url" in event.get("params", {})
    }
    return tuple(sorted(url for url in urls if not _is_its_own(url)))


def _is_its_own(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    return url.startswith(("file:", "chrome", "data:")) or host.endswith(
        (".google.com", ".googleapis.com", ".gvt1.com")
    )
