"""A real S3 server for tests and trials: Ceph RADOS Gateway as three ordinary processes on 127.0.0.1.

    python -m tests.ceph run var/s3 --port 7480     # serves until Ctrl-C; what it holds is there the next time

One monitor, one object daemon and the gateway, without systemd, manager or root. The settings below make a test
server of it: quick to start and to answer, one copy of everything.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

ACCESS_KEY, SECRET_KEY = "testaccesskey", "testsecretkey1234"
BUCKET = "pressmark"
PROGRAMS = (
    "setpriv",
    "ceph-mon",
    "ceph-osd",
    "radosgw",
    "ceph",
    "ceph-authtool",
    "monmaptool",
    "radosgw-admin",
)
INSTALL = "sh tests/install_s3.sh"
START_SECONDS = 90

CONFIGURATION = """\
[global]
fsid = {fsid}
mon host = v2:127.0.0.1:{mon_port}
mon initial members = a
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind ipv6 = false
ms bind msgr1 = false
keyring = {folder}/keyring
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
run dir = {folder}/run
admin socket = {folder}/run/$name.asok
log file = {folder}/log/$name.log
pid file = {folder}/run/$name.pid
crash dir = {folder}/run
log to stderr = false
objecter tick interval = 0.5

[mon]
mon data = {folder}/mon
mon allow pool size one = true
mon max pg per osd = 2000
mon data avail warn = 2
mon data avail crit = 1
mon osd nearfull ratio = .96
mon osd backfillfull ratio = .97
mon osd full ratio = .98
paxos propose interval = 0.05
paxos min wait = 0.01

[osd]
osd data = {folder}/osd
osd objectstore = {kind}
bluestore block size = {size}
bluestore block create = true
memstore device bytes = {size}
osd memory target = 939524096
osd class load list = *
osd class default list = *
osd op queue = wpq
bluestore fsck on mkfs = false
bdev aio poll ms = 5

[client.rgw.a]
rgw data = {folder}/rgw
# without tcp_nodelay every answer waits 45 ms
rgw frontends = beast endpoint=127.0.0.1:{port} tcp_nodelay=1{tls}
rgw rados pool pg num min = 1
rgw enable usage log = false
rgw dynamic resharding = false
rgw override bucket index max shards = 1
rgw thread pool size = 64
rgw enable apis = s3, admin
rgw run sync thread = false
"""


@dataclass
class Ceph:
    """The server while it runs: `with Ceph(folder) as server: ...`.

    Kind "memstore" is quick and forgets; "bluestore" keeps what it holds in `folder`, which may be used again.
    """

    folder: Path
    kind: str = "memstore"
    size: int = 2 << 30  # bytes it can hold; the file for them is sparse
    port: int = 0  # 0: any free one
    tls_port: int = 0
    certificate: Path | None = None  # PEM with the private key; without one there is no TLS
    _processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict, init=False)

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def tls_endpoint(self) -> str:
        return f"https://localhost:{self.tls_port}"

    def __enter__(self) -> Self:
        self.port = self.port or free_port()
        self.tls_port = self.tls_port or free_port()
        try:
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Stop the gateway first and the monitor last; a gateway has nothing to lose, so it is not asked twice."""
        for name in ("radosgw", "ceph-osd", "ceph-mon"):
            process = self._processes.pop(name, None)
            if process is not None:
                process.send_signal(signal.SIGKILL if name == "radosgw" else signal.SIGTERM)
                process.wait(30)

    def _start(self) -> None:
        fresh = not (self.folder / "ready").exists()
        fsid, osd_id, mon_port = self._identity()
        tls = (
            f" ssl_endpoint=127.0.0.1:{self.tls_port} ssl_certificate={self.certificate}"
            if self.certificate
            else ""
        )
        settings = {
            "folder": self.folder,
            "kind": self.kind,
            "size": self.size,
            "port": self.port,
            "tls": tls,
        }
        self._configuration.write_text(CONFIGURATION.format(fsid=fsid, mon_port=mon_port, **settings))
        if fresh:
            self._make_monitor(fsid, mon_port)
        self._spawn("ceph-mon", "-i", "a", "-f")
        if fresh:
            self._make_object_daemon(osd_id)
        self._spawn("ceph-osd", "-i", "0", "-f")
        self._spawn("radosgw", "-n", "client.rgw.a", "-f")
        self._wait_until_it_answers()
        if fresh:
            self._make_user_and_bucket()
            (self.folder / "ready").touch()

    def _identity(self) -> tuple[str, str, int]:
        """What has to stay the same when the folder is used again."""
        for name in ("mon", "osd", "run", "log", "rgw"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        path = self.folder / "identity"
        if not path.exists():
            path.write_text(f"{uuid.uuid4()} {uuid.uuid4()} {free_port()}")
        fsid, osd_id, mon_port = path.read_text().split()
        return fsid, osd_id, int(mon_port)

    def _make_monitor(self, fsid: str, mon_port: int) -> None:
        keyring, monmap = str(self.folder / "keyring"), str(self.folder / "monmap")
        rights = {
            "mon.": {"mon": "allow *"},
            "client.admin": {"mon": "allow *", "osd": "allow *", "mgr": "allow *"},
            "osd.0": {"mon": "allow profile osd", "osd": "allow *"},
            "client.rgw.a": {"mon": "allow rwx", "osd": "allow rwx"},
        }
        self._call("ceph-authtool", "--create-keyring", keyring)
        for name, caps in rights.items():
            words = [word for daemon, right in caps.items() for word in ("--cap", daemon, right)]
            self._call("ceph-authtool", keyring, "--gen-key", "-n", name, *words)
        address = f"[v2:127.0.0.1:{mon_port}]"
        self._call("monmaptool", "--create", "--clobber", "--fsid", fsid, "--addv", "a", address, monmap)
        self._call("ceph-mon", "-i", "a", "--mkfs", "--monmap", monmap, "--keyring", keyring)

    def _make_object_daemon(self, osd_id: str) -> None:
        self._call("ceph", "osd", "new", osd_id)
        as_root = ("--setuser", "root", "--setgroup", "root") if os.geteuid() == 0 else ()
        self._call("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", osd_id, *as_root)
        self._call("ceph", "osd", "crush", "add", "osd.0", "1.0", "root=default", "host=localhost")

    def _make_user_and_bucket(self) -> None:
        keys = ("--access-key", ACCESS_KEY, "--secret-key", SECRET_KEY)
        self._call("radosgw-admin", "user", "create", "--uid", "test", "--display-name", "test", *keys)
        make_bucket(self.endpoint, BUCKET)

    @property
    def _configuration(self) -> Path:
        return self.folder / "ceph.conf"

    def _call(self, *command: str) -> None:
        done = subprocess.run(
            command,
            env=self._environment(),
            capture_output=True,
            text=True,
            timeout=START_SECONDS,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{command} ended with {done.returncode}: {done.stderr[-2000:]}")

    def _spawn(self, program: str, *arguments: str) -> None:
        with (self.folder / "log" / f"{program}.out").open("ab") as out:
            self._processes[program] = subprocess.Popen(
                (
                    "setpriv",
                    "--pdeathsig",
                    "TERM",
                    program,
                    *arguments,
                ),  # no server outlives a killed test run
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,  # Ctrl-C is for us: we stop them in their order
            )

    def _environment(self) -> Mapping[str, str]:
        return {**os.environ, "CEPH_CONF": str(self._configuration)}

    def _wait_until_it_answers(self) -> None:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            self._require_all_alive()
            try:
                with urllib.request.urlopen(self.endpoint, timeout=2):
                    return
            except urllib.error.HTTPError as answer:
                answer.close()
                return
            except OSError:
                time.sleep(0.05)
        raise TimeoutError(f"no answer from {self.endpoint} after {START_SECONDS} s; see {self.folder}/log")

    def _require_all_alive(self) -> None:
        for program, process in self._processes.items():
            if process.poll() is not None:
                said = (self.folder / "log" / f"{program}.out").read_text(errors="replace")[-2000:]
                raise RuntimeError(f"{program} ended with {process.returncode}: {said}")


def make_bucket(endpoint: str, bucket: str) -> None:
    """Create the bucket, and with it the pools that the gateway makes when they are first needed."""
    import boto3  # noqa: PLC0415 - not needed to say that the server's programs are missing

    session = boto3.session.Session(ACCESS_KEY, SECRET_KEY, region_name="us-east-1")
    client = session.client("s3", endpoint_url=endpoint)
    client.create_bucket(Bucket=bucket)
    client.put_object(Bucket=bucket, Key="warm", Body=b"")
    client.delete_object(Bucket=bucket, Key="warm")
    client.close()


def missing_programs() -> tuple[str, ...]:
    """Which of Ceph's programs are not installed."""
    return tuple(program for program in PROGRAMS if shutil.which(program) is None)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def nobody() -> str:
    """An address at which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


def environment(endpoint: str) -> dict[str, str]:
    """The variables with which boto3, delta-rs and most other tools find the server."""
    return {
        "AWS_ENDPOINT_URL_S3": endpoint,
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
        "AWS_REGION": "us-east-1",
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.ceph", description="A real S3 server on this machine."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="serve until Ctrl-C")
    run.add_argument("folder", type=Path, help="where it keeps what it holds")
    run.add_argument("--port", type=int, default=7480)
    arguments = parser.parse_args()
    if missing := missing_programs():
        sys.exit(f"not installed: {', '.join(missing)}. Run: {INSTALL}")
    with Ceph(arguments.folder.absolute(), kind="bluestore", size=20 << 30, port=arguments.port) as server:
        print(f"# S3 at {server.endpoint}, kept in {server.folder}; Ctrl-C stops it. In another terminal:")
        for name, value in environment(server.endpoint).items():
            print(f"export {name}={value}")
        print(f"export PRESSMARK_ARCHIVE_URL=s3://{BUCKET}/archive", flush=True)
        for stop in (signal.SIGINT, signal.SIGTERM):
            signal.signal(stop, signal.default_int_handler)
        try:
            signal.pause()
        except KeyboardInterrupt:
            print("# stopping")


if __name__ == "__main__":
    main()
