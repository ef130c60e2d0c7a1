"""The files of deploy/ are what systemd and shells accept, and as strict as they say."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from crawler.configuration import Configuration
from crawler.exit_status import ExitStatus

DEPLOY = Path(__file__).resolve().parents[1] / "deploy"
SERVICE = (DEPLOY / "systemd/pressmark@.service").read_text(encoding="utf-8")
CLUSTER = (DEPLOY / "kubernetes/southfront.yaml").read_text(encoding="utf-8")
EXPOSED_AT_MOST = (
    15  # tenths, of 100: systemd calls up to 2.0 "OK"; what is left is that a crawl needs the network
)


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units as installed, with a program in place of the one in /opt."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    for unit in DEPLOY.glob("systemd/pressmark*.*"):
        text = unit.read_text(encoding="utf-8").replace("/opt/pressmark/.venv/bin/scrapy", "/bin/true")
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    return tmp_path


def analyze(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["systemd-analyze", *words], capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize(
    "unit",
    [
        "pressmark@southfront.timer",
        "pressmark@southfront.service",
        "pressmark-alert@southfront.service",
        "pressmark-check.timer",
        "pressmark-check.service",
    ],
)
def test_systemd_finds_nothing_wrong_with_a_unit(units: Path, unit: str) -> None:
    found = analyze("verify", "--man=no", units / unit)
    # The account and the journal's group are the machine's, not the unit's.
    complaints = [line for line in found.stderr.splitlines() if str(units) in line or "pressmark" in line]
    assert (found.returncode, complaints) == (0, []), found.stderr


def test_the_service_is_hardly_exposed(units: Path) -> None:
    found = analyze(
        "security", "--offline=true", f"--threshold={EXPOSED_AT_MOST}", units / "pressmark@southfront.service"
    )
    assert found.returncode == 0, found.stdout


def test_a_run_has_more_time_to_stop_than_it_takes() -> None:
    takes = Configuration.__dataclass_fields__["stop_seconds"].default
    assert isinstance(takes, float)
    (systemd,) = re.findall(r"^TimeoutStopSec=(\d+)$", SERVICE, re.MULTILINE)
    (cluster,) = re.findall(r"^ +terminationGracePeriodSeconds: (\d+)$", CLUSTER, re.MULTILINE)
    cron = re.search(r"timeout -k (\d+) ", (DEPLOY / "crontab.example").read_text(encoding="utf-8"))
    assert cron
    assert takes + 10 <= min(int(systemd), int(cluster), int(cron[1]))
    assert takes < 30


def test_what_is_left_for_the_next_run_is_no_alarm_and_all_else_is() -> None:
    said = re.search(r"^SuccessExitStatus=(.*)$", SERVICE, re.MULTILINE)
    assert said
    assert {int(status) for status in said[1].split()} == {ExitStatus.INCOMPLETE, ExitStatus.BUSY}
    cron = (DEPLOY / "crontab.example").read_text(encoding="utf-8")
    assert f"0|{ExitStatus.INCOMPLETE}|{ExitStatus.BUSY})" in cron


@pytest.mark.parametrize("address", ["127.0.0.1", "169.254.169.254", "10.0.0.1", "192.168.1.1", "100.64.0.1"])
def test_the_kernel_keeps_the_crawl_from_what_is_not_public(address: str) -> None:
    """The names of systemd.resource-control(5) are spelled out here, the networks stand in the files."""
    from ipaddress import ip_address, ip_network  # noqa: PLC0415 - of this test alone

    named = {"localhost": "127.0.0.0/8", "link-local": "169.254.0.0/16", "multicast": "224.0.0.0/4"}
    words = " ".join(re.findall(r"^IPAddressDeny=(.*)$", SERVICE, re.MULTILINE)).split()
    denied = [ip_network(named.get(word, word)) for word in words]
    excepted = [ip_network(each) for each in re.findall(r"^ +- (\d[\d./]+)$", CLUSTER, re.MULTILINE)]
    for networks in (denied, excepted):
        assert any(ip_address(address) in network for network in networks if network.version == 4)


@pytest.mark.parametrize(
    "line",
    [
        "runAsNonRoot: true",
        "seccompProfile: {type: RuntimeDefault}",
        "automountServiceAccountToken: false",
        "allowPrivilegeEscalation: false",
        "readOnlyRootFilesystem: true",
        "capabilities: {drop: [ALL]}",
        "- {name: secrets, mountPath: /secrets, readOnly: true}",
        "ingress: []",
    ],
)
def test_a_pod_may_do_nothing_that_a_crawl_does_not_need(line: str) -> None:
    assert re.search(rf"^ +{re.escape(line)}$", CLUSTER, re.MULTILINE)


def test_the_image_has_locked_packages_and_a_user_without_rights() -> None:
    image = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    assert re.search(r"pip install [^&]*--no-deps [^&]*--require-hashes --only-binary=:all:", image)
    *_, last = re.findall(r"^USER (.*)$", image, re.MULTILINE)
    assert last == "10001:10001"
    assert image.index("USER 10001:10001") < image.index("ENTRYPOINT")


def test_every_setting_that_the_files_give_is_one() -> None:
    ours = {f"PRESSMARK_{name.upper()}" for name in Configuration.__dataclass_fields__}
    for file in DEPLOY.rglob("*"):
        if file.is_file():
            given = set(re.findall(r"\b(PRESSMARK_[A-Z_]+)\b", file.read_text(encoding="utf-8")))
            assert given <= ours, file.name


def test_the_line_for_cron_runs_one_crawl_at_a_time_and_tells_what_matters(tmp_path: Path) -> None:
    """The line itself, with another program, other folders and a `timeout` that does the same."""
    line = next(
        line for line in (DEPLOY / "crontab.example").read_text().splitlines() if line.startswith("17 ")
    )
    command = line.split("  ", 1)[1].replace("/var/lib/pressmark", str(tmp_path))
    crawl = tmp_path / ".venv/bin/scrapy"
    crawl.parent.mkdir(parents=True)
    command = command.replace("/opt/pressmark", str(tmp_path))
    said = {}
    for status in (0, 75, 69):
        crawl.write_text(f"#!/bin/sh\necho crawled\nexit {status}\n")
        crawl.chmod(0o755)
        done = subprocess.run(
            ["bash", "-c", command], capture_output=True, text=True, check=False, timeout=60
        )
        said[status] = done.stdout
    assert said[0] == said[75] == ""
    assert "southfront ended with 69" in said[69]
    assert "crawled" in said[69]
    with subprocess.Popen(
        ["flock", "-n", tmp_path / "southfront.cron", "sh", "-c", "echo locked; read end"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout
        other.stdout.readline()
        crawl.write_text("#!/bin/sh\ntouch ran\n")
        done = subprocess.run(
            ["bash", "-c", command], capture_output=True, text=True, check=False, timeout=60
        )
        other.kill()
    assert done.stdout == ""
    assert not (tmp_path / "ran").exists()


def test_the_dashboard_shows_metrics_that_a_run_writes() -> None:
    text = (DEPLOY / "grafana/pressmark.json").read_text(encoding="utf-8")
    shown = set(re.findall(r"pressmark_([a-z_]+)", text))
    source = (DEPLOY.parent / "crawler/watch/prometheus.py").read_text(encoding="utf-8")
    assert shown
    assert shown <= set(re.findall(r'^        "([a-z_]+)": \(', source, re.MULTILINE))
    assert json.loads(text)["panels"]
