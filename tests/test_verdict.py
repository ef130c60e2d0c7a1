"""What follows from an answer, and from none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.verdict import Fetched, Policy, Redirected, Retry, of_failure, of_response, retry_after
from storage.endings import Ended
from storage.exchange import Exchange, Hop, Purpose, Truncation
from storage.frontier import Scheduled
from storage.http_message import parse_response
from storage.outcome import Failure, OutcomeKind

NOW = 1_800_000_000.0
POLICY = Policy(first_pause=5)


def row(attempts: int = 0, redirects: int = 0) -> Scheduled:
    return Scheduled("https://a.example/x", Purpose.PAGE, Hop.LINK, None, None, attempts, redirects)


def answered(head: str, *, attempts: int = 0, redirects: int = 0) -> object:
    response = parse_response(f"HTTP/1.1 {head}\r\n\r\n".encode())
    return of_response(row(attempts, redirects), response, POLICY, NOW, lambda url: "a.example" in url)


def failed(
    error: str, truncated: Truncation | None = None, response: bytes = b"", attempts: int = 0
) -> object:
    exchange = Exchange(
        "https://a.example/x", datetime.now(UTC), b"GET", response, None, None, truncated, 1, None, Hop.LINK, error
    )  # fmt: skip
    return of_failure(row(attempts), exchange, POLICY, NOW)


@pytest.mark.parametrize("status", ["200 OK", "404 Not Found", "403 Forbidden", "410 Gone", "204 No Content"])
def test_a_whole_answer_is_for_the_extractor_to_judge(status: str) -> None:
    assert answered(status) == Fetched()


def test_a_server_error_is_asked_again_with_growing_pauses_and_then_kept() -> None:
    assert answered("500 Oops") == Retry(NOW + 5, "status 500")
    assert answered("500 Oops", attempts=1) == Retry(NOW + 20, "status 500")
    assert answered("500 Oops", attempts=2) == Fetched()


def test_retry_after_is_obeyed() -> None:
    assert answered("429 Slow\r\nRetry-After: 90") == Retry(NOW + 90, "status 429", busy=True)
    assert answered("503 Busy\r\nRetry-After: soon") == Retry(NOW + 5, "status 503", busy=True)
    assert answered("500 Oops\r\nRetry-After: 90") == Retry(NOW + 5, "status 500")


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("7", 7.0), (" 7 ", 7.0), ("Fri, 15 Jan 2027 08:01:00 GMT", 60.0), ("Fri, 15 Jan 1999 08:01:00 GMT", 0.0),
     ("-1", None), ("", None), ("9" * 5000, 999999999.0), (None, None), ("1e3", None)],
)  # fmt: skip
def test_retry_after_in_all_its_forms(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


def test_a_redirect_is_a_new_row_and_says_where_it_leads() -> None:
    verdict = answered("301 Moved\r\nLocation: /y?a=1#part")
    assert isinstance(verdict, Redirected)
    assert verdict.target.url == "https://a.example/y?a=1"
    assert (verdict.target.hop, verdict.target.via, verdict.target.redirects) == (Hop.REDIRECT, row().url, 1)
    assert (verdict.ended.kind, verdict.ended.reason) == (OutcomeKind.REJECTED, "redirect")


@pytest.mark.parametrize(
    ("location", "label"),
    [
        ("https://a.example/x", "error:redirect_loop"),
        ("file:///etc/passwd", "refused:scheme"),
        ("http://127.0.0.1/", "refused:address"),
        ("http://[::ffff:127.0.0.2]/", "refused:address"),
        ("http://2130706434/", "refused:address"),
        ("https://a.example:22/", "refused:port"),
        ("https://other.example/", "refused:scope"),
        ("http://[::1", "error:bad_url"),
        ("http://", "error:bad_url"),
    ],
)
def test_a_redirect_that_must_not_be_followed_says_why(location: str, label: str) -> None:
    verdict = answered(f"302 Found\r\nLocation: {location}")
    assert isinstance(verdict, Ended)
    assert f"{verdict.kind}:{verdict.reason}" == label


def test_a_chain_of_redirects_ends() -> None:
    verdict = answered("302 Found\r\nLocation: /next", redirects=10)
    assert isinstance(verdict, Ended)
    assert verdict.reason == Failure.REDIRECT_LIMIT


@pytest.mark.parametrize(
    ("error", "truncated", "response", "failure"),
    [
        ("DownloadTimeoutError: 45 s", Truncation.TIME, b"", Failure.TIMEOUT),
        ("CannotResolveHostError: a.example", None, b"", Failure.NAME),
        ("DownloadConnectionRefusedError: refused", None, b"", Failure.CONNECTION),
        ("SSLError: no", None, b"", Failure.TLS),
        ("ResponseDataLossError", Truncation.DISCONNECT, b"HTTP/1.1 200 OK\r\n", Failure.TRUNCATED),
        ("", Truncation.DISCONNECT, b"HTTP/1.1 200 OK\r\n", Failure.TRUNCATED),
    ],
)
def test_a_failure_is_tried_again_and_then_named(
    error: str, truncated: Truncation | None, response: bytes, failure: Failure
) -> None:
    assert isinstance(failed(error, truncated, response), Retry)
    ended = failed(error, truncated, response, attempts=2)
    assert isinstance(ended, Ended)
    assert (ended.kind, ended.reason) == (OutcomeKind.ERROR, failure)


def test_what_is_too_large_is_not_asked_again() -> None:
    ended = failed("DownloadCancelledError: more than 32 MiB", Truncation.LENGTH, b"HTTP/1.1 200 OK\r\n")
    assert isinstance(ended, Ended)
    assert ended.reason == Failure.TOO_LARGE


def test_a_refused_address_is_a_refusal() -> None:
    ended = failed("RefusedAddress: 10.0.0.1 is not public")
    assert isinstance(ended, Ended)
    assert (ended.kind, ended.reason) == (OutcomeKind.REFUSED, "address")
