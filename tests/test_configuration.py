"""A setting that cannot be used is named before the first request."""

from __future__ import annotations

import subprocess
import sys

import pytest
from scrapy.settings import Settings

from crawler.configuration import BadConfiguration, Configuration, configuration, defaults, require_contact


def settings(**given: object) -> Settings:
    made = Settings(dict(defaults()))
    for name, value in given.items():
        made.set(name, value, priority="cmdline")
    return made


def test_defaults_are_a_configuration() -> None:
    made = configuration(settings())
    assert made == Configuration()
    assert made.ports == {80, 443}


def test_values_from_the_command_line_are_text_and_get_their_types() -> None:
    made = configuration(settings(EXTRACT_WORKERS="3", EXTRACTION_ENABLED="False", ALLOWED_PORTS="8080,8443"))
    assert (made.extract_workers, made.extraction_enabled) == (3, False)
    assert made.ports == {80, 443, 8080, 8443}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EXTRACT_WORKERS", "two"),
        ("EXTRACT_WORKERS", "0"),
        ("EXTRACT_TIMEOUT", "-1"),
        ("EXTRACT_TIMEOUT", "nan"),
        ("EXTRACTION_ENABLED", "perhaps"),
        ("CONNECT_TO", "nonsense"),
        ("ALLOWED_PORTS", "http"),
        ("ARCHIVE_URL", "gopher://x"),
        ("ARCHIVE_URL", "s3://key:secret@bucket"),
        ("TLS_CA_FILE", "/no/such/file"),
        ("ARCHIV_URL", "archive"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(BadConfiguration, match=name):
        configuration(settings(**{name: value}))


def test_a_setting_in_the_environment_counts_and_a_misspelt_one_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PRESSMARK_WARC_MAX_BYTES", "1000")
    assert configuration(settings()).warc_max_bytes == 1000
    monkeypatch.setenv("PRESSMARK_WARC_MAX", "1000")
    with pytest.raises(BadConfiguration, match="PRESSMARK_WARC_MAX"):
        configuration(settings())


@pytest.mark.parametrize("contact", ["", "me", "a b@example.org", "javascript:x", "x@y (z)"])
def test_no_crawl_without_somebody_to_reach(contact: str) -> None:
    with pytest.raises(BadConfiguration, match="OPERATOR_CONTACT"):
        require_contact(Configuration(operator_contact=contact))


@pytest.mark.parametrize("contact", ["crawl@example.org", "https://example.org/crawl"])
def test_the_user_agent_names_project_and_operator(contact: str) -> None:
    made = Configuration(operator_contact=contact)
    require_contact(made)
    assert made.user_agent.startswith("Pressmark/")
    assert contact in made.user_agent


def test_the_digest_tells_configurations_apart() -> None:
    assert Configuration().digest() == Configuration().digest()
    assert Configuration().digest() != Configuration(max_attempts=4).digest()


def test_the_crawling_process_does_not_carry_the_generic_extractor() -> None:
    look = (
        "import sys, crawler.commands.crawl; print({'trafilatura', 'htmldate', 'boto3'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
