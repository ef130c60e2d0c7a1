"""robots.txt opens no way to addresses that are not public."""

from __future__ import annotations

from tests.guarded_crawl import crawl
from tests.plain_sockets import SocketServer, redirect, response
from tests.robots_cases import site

INWARD = (
    "127.0.0.2",
    "2130706434",
    "0x7f000002",
    "0177.0.0.2",
    "127.2",
    "[::ffff:127.0.0.2]",
    "localhost",
)


def test_robots_txt_leads_nowhere_inward() -> None:
    def lead(host: str, path: str) -> bytes:
        spelling = INWARD[int(host.partition(".")[0])]
        return redirect(f"http://{spelling}:{canary.port}/secret") if path == "/robots.txt" else response()

    with SocketServer(site, "127.0.0.2") as canary, SocketServer(lead) as server:
        hosts = [f"{n}.example" for n in range(len(INWARD))]
        settings = {
            "CONNECT_TO": " ".join(f"{host}:80:127.0.0.1:{server.port}" for host in hosts),
            "ALLOWED_PORTS": str(canary.port),
            "DOWNLOAD_TIMEOUT": 5,
        }
        said = crawl([f"http://{host}/page" for host in hosts], settings)
    assert sorted(server.asked) == [(host, "/robots.txt") for host in hosts]
    assert canary.asked == []
    assert all(end.startswith("robots_unreachable: ") for end in said["ends"].values())
    assert all(end.endswith(": address") for end in said["ends"].values())  # before any name was looked up


def test_a_host_that_resolves_inward_is_refused_for_its_address() -> None:
    with SocketServer(site, "127.0.0.2") as canary:
        url = f"http://127.0.0.2:{canary.port}/open"
        said = crawl([url], {})
    assert said["ends"][url] == "address: 127.0.0.2 is not public"
    assert "127.0.0.2" in said["log"]
    assert canary.asked == []


def test_only_the_host_and_port_that_connect_to_names_may_be_inward() -> None:
    with SocketServer(site, "127.0.0.2") as canary, SocketServer(site, "127.0.0.2") as named:
        urls = [f"http://127.0.0.2:{server.port}/open" for server in (canary, named)]
        settings = {"CONNECT_TO": f"127.0.0.2:{named.port}:127.0.0.2:{named.port}"}
        said = crawl(urls, settings, meta={"dont_obey_robotstxt": True})
    assert said["ends"] == {urls[0]: "CannotResolveHostError: 127.0.0.2", urls[1]: "200"}
    assert canary.asked == []
