"""The docs name what there is, and nothing that is not there."""

from __future__ import annotations

import argparse
import re
import shlex
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from scrapy.cmdline import _get_commands_dict
from scrapy.settings import Settings, default_settings

from crawler import settings as project
from crawler.configuration import Configuration, configuration, defaults
from crawler.exit_status import ExitStatus
from crawler.seeding import ARGUMENTS
from extractors.vocabulary import Outlet
from storage.article import Reason
from storage.outcome import KNOWN, WAITING, Failure, OutcomeKind, Refusal
from storage.removals import Removal
from storage.verification.damage import DamageKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from enum import StrEnum

    from scrapy.commands import ScrapyCommand

ROOT = Path(__file__).resolve().parents[1]
PAGES = tuple(sorted({*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("benchmarks/*.md")}))
OURS = tuple(path.stem for path in sorted((ROOT / "crawler/commands").glob("[a-z]*.py")))


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def rows(page: str, heading: str) -> dict[str, str]:
    """The table below a line that has the heading: the name in the first column, and the rest of its line."""
    _, _, below = text(page).partition(heading)
    table = re.search(r"\|(?:.*\|\n)+", below)
    assert table, heading
    found = re.findall(r"^\| `?([^|`]+?)`? \| (.*) \|$", table.group(), re.MULTILINE)
    return dict(found[1:] if found[0][0] in heading else found)


def test_every_setting_stands_in_the_docs_with_its_default() -> None:
    documented = rows("docs/settings.md", "## Pressmark's own")
    settings = {f.name.upper(): f.default for f in fields(Configuration)}
    assert documented.keys() - {"setting"} == settings.keys()
    for name, default in settings.items():
        shown = documented[name].partition(" | ")[0].strip("`")
        assert shown == (str(default) or "empty"), name


def test_the_values_of_scrapys_settings_are_those_of_the_project() -> None:
    for name, rest in rows("docs/settings.md", "## Scrapy's").items():
        if name != "setting":
            value = getattr(project, name, getattr(default_settings, name))
            assert rest.partition(" | ")[0].strip("`") == str(value), name


def test_every_setting_named_in_the_docs_exists() -> None:
    known = {f.name.upper() for f in fields(Configuration)} | set(dir(default_settings))
    for page in ("README.md", "docs/settings.md", "docs/architecture.md"):
        for name in re.findall(r"-s ([A-Z_]+)=|PRESSMARK_([A-Z_]+)=", text(page)):
            assert (name[0] or name[1]) in {*known, "NAME"}, page
    for name in re.findall(r"`([A-Z]+_[A-Z_]+)`", text("docs/architecture.md")):
        assert name in known


def test_every_command_stands_in_the_table() -> None:
    table = text("README.md").partition("## Commands")[2].partition("\n## ")[0]
    assert {name for name in OURS if f"| `scrapy {name} " in table or f"| `scrapy {name}`" in table} == set(
        OURS
    )


def test_every_option_of_ours_stands_in_the_table() -> None:
    for name in OURS:
        mine, plain = _options(commands()[name]), _options(commands()["list"])
        if name != "crawl":  # whose options are Scrapy's
            row = re.search(rf"^\| `scrapy {name}\b.*$", text("README.md"), re.MULTILINE)
            assert row
            assert [option for option in mine - plain if option not in row.group()] == []


def test_every_exit_status_stands_in_the_table() -> None:
    documented = set(rows("README.md", "## Exit statuses")) - {"status"}
    assert documented == {str(int(status)) for status in ExitStatus} | {"2"}  # 2 is argparse's and Scrapy's


@pytest.mark.parametrize(
    ("heading", "kinds"),
    [
        ("| rejected | why", Reason),
        ("| refused | why", Refusal),
        ("| error | why", Failure),
        ("| removed | what", Removal),
    ],
)
def test_every_reason_stands_in_its_table_and_no_other(heading: str, kinds: type[StrEnum]) -> None:
    page = text("docs/architecture.md")
    table = page[page.index(heading) :].partition("\n\n")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == {kind.value for kind in kinds}


def test_every_kind_of_damage_is_explained() -> None:
    documented = rows("docs/verification.md", "## What each damage means")
    assert documented.keys() - {"damage"} == {kind.value for kind in DamageKind}


def test_every_kind_of_outcome_stands_in_its_table() -> None:
    documented = {name.partition(":")[0] for name in rows("docs/architecture.md", "## The life of a URL")}
    assert documented - {"outcome"} == {*(kind.value for kind in OutcomeKind), KNOWN, WAITING}


def test_every_field_of_an_outlet_is_explained() -> None:
    table = text("CONTRIBUTING.md").partition("## Adding an outlet")[2].partition("\n## ")[0]
    assert [f.name for f in fields(Outlet) if f"`{f.name}`" not in table] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://", "#")):
            assert (page.parent / target.partition("#")[0]).exists(), target


def test_every_path_named_in_the_architecture_exists() -> None:
    for group in re.findall(r"\(`([a-z]+/[^)]*\.py`(?:, `[^)]*\.py`)*)\)", text("docs/architecture.md")):
        folder = ""
        for path in re.findall(r"[a-z_/]+\.py", group):
            folder = path.rpartition("/")[0] or folder
            assert (ROOT / folder / path.rpartition("/")[2]).exists(), path


def commands() -> dict[str, ScrapyCommand]:
    settings = Settings({"COMMANDS_MODULE": "crawler.commands"})
    return _get_commands_dict(settings, inproject=True)


def parser_of(command: ScrapyCommand) -> argparse.ArgumentParser:
    command.settings = Settings()
    parser = argparse.ArgumentParser(exit_on_error=False, add_help=False)
    command.add_options(parser)
    parser.add_argument("words", nargs="*")
    return parser


def _options(command: ScrapyCommand) -> set[str]:
    return {option for action in parser_of(command)._actions for option in action.option_strings}


def shown_commands() -> Iterator[str]:
    """Each `scrapy ...` of a code block, without its comment and what it is piped into."""
    for page in PAGES:
        for block in re.findall(
            r"^```\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
        ):
            for line in block.splitlines():
                if line.strip().removeprefix("$ ").startswith("scrapy "):
                    yield line.strip().removeprefix("$ ").partition("  #")[0].partition(" | ")[0]


@pytest.mark.parametrize("line", sorted(set(shown_commands())))
def test_every_command_shown_can_be_given(line: str) -> None:
    _, name, *words = shlex.split(line)
    assert name in OURS
    known, unknown = parser_of(commands()[name]).parse_known_intermixed_args(words)
    assert unknown == []
    settings = Settings(dict(defaults()))
    settings.setdict(dict(pair.split("=", 1) for pair in known.set), priority="cmdline")
    configuration(settings)
    if name == "crawl":
        assert {argument.partition("=")[0] for argument in known.spargs} <= ARGUMENTS
