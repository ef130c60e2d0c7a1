"""`make demo`: serves the replica sites on loopback, crawls them for real, and shows what came out.

python -m tests.replica.demo [--archive DIR|s3://BUCKET/PREFIX] [--spool DIR]
"""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
from pathlib import Path

from tests.replica.globalresearch import articles
from tests.replica.server import ReplicaServer
from tests.replica.sites import all_sites

OUTLETS = ("southfront", "globalresearch", "themedialine")
SHOWN = next(
    planted.url for planted in articles() if planted.dressing == "post_body" and planted.video
)  # a repost with all around it
PROJECT = Path(__file__).resolve().parents[2]
ARCHIVE = str(PROJECT / "archive")


def main() -> int:
    arguments = _arguments()
    # Read by every command that follows, as an operator would set them once.
    environment = os.environ | {
        "PRESSMARK_ARCHIVE_URL": arguments.archive,
        "PRESSMARK_SPOOL_DIR": str(arguments.spool),
        "PRESSMARK_OPERATOR_CONTACT": "demo@pressmark.invalid",
    }
    with ReplicaServer(all_sites()) as server:
        print(f"Three small sites are being served on 127.0.0.1, port {server.https_port} (TLS).")
        for outlet in OUTLETS:
            status = _scrapy(["crawl", outlet, *_settings(server)], environment)
            if status:
                return status
        asked = len(server.requests)
    print(f"\nThe sites were asked {asked} times. Here is what came out.")
    status = _scrapy(["outlets"], environment) or _scrapy(["show", SHOWN], environment)
    print(_farewell(arguments.archive))
    return status


def _settings(server: ReplicaServer) -> list[str]:
    values = {
        "CONNECT_TO": ",".join(server.connect_to()),
        "TLS_CA_FILE": str(server.ca_file),
        "DOWNLOAD_DELAY": "0.05",
    }
    return [word for name, value in values.items() for word in ("-s", f"{name}={value}")]


def _scrapy(words: list[str], environment: dict[str, str]) -> int:
    hidden = {n for n, word in enumerate(words) if word.startswith(("CONNECT_TO=", "TLS_CA_FILE="))}
    shown = [word for n, word in enumerate(words) if not {n, n + 1 if word == "-s" else n} & hidden]
    print(f"\n$ scrapy {shlex.join(shown)}", flush=True)
    command = [sys.executable, "-m", "scrapy", *words]
    return subprocess.run(command, cwd=PROJECT, env=environment, check=False).returncode


def _farewell(archive: str) -> str:
    named = "" if archive == ARCHIVE else f"  export PRESSMARK_ARCHIVE_URL={archive}\n"
    files = "" if "://" in archive else f"\n  find {os.path.relpath(archive)} -type f"
    return (
        "\nTry next, after `. .venv/bin/activate`:\n"
        f"{named}"
        f"  scrapy show --raw {SHOWN} | zcat\n"
        "  scrapy pull --outlet themedialine --to texts    the clean texts, one file each\n"
        "  scrapy reextract --check southfront             the same tables again, from the WARC files alone"
        f"{files and files + '                         WARC, CDXJ, Parquet, Delta log and manifests as they lie'}"
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Crawl three replica sites on this machine.")
    parser.add_argument("--archive", default=ARCHIVE, help="folder, or s3://bucket/prefix")
    parser.add_argument(
        "--spool", type=Path, default=PROJECT / "var", help="folder of what is not sealed yet"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
