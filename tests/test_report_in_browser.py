"""The report in a real browser: it asks for nothing, complains of nothing, and can be read on any screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser import opened, screenshot
from tests.test_report import hostile_page

if TYPE_CHECKING:
    from pathlib import Path

MEASURE = """<p id="told"></p><script>
addEventListener("load", () => {
  const wide = [...document.querySelectorAll("body *")].filter(e => !e.closest(".scroll") &&
    e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".skip"));
  const style = getComputedStyle(document.body);
  document.getElementById("told").textContent = "WIDE " + wide.length + " PAPER " + style.backgroundColor +
    " SVG " + [...document.querySelectorAll("svg")].filter(e => e.getBoundingClientRect().height > 30).length +
    " FOCUS " + document.querySelectorAll("a[href], summary, [tabindex='0']").length;
});
</script></body>"""
"""Only the test's copy of the page has it, without the policy that would forbid it."""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(hostile_page(), encoding="utf-8")
    return path


def measured(page: Path, folder: Path, *arguments: str) -> str:
    text = page.read_text(encoding="utf-8").replace("http-equiv", "data-off").replace("</body>", MEASURE)
    copy = folder / "measured.html"
    copy.write_text(text, encoding="utf-8")
    return opened(copy, folder, *arguments).document.partition('<p id="told">')[2].partition("</p>")[0]


def test_the_page_asks_for_nothing_and_complains_of_nothing(page: Path, tmp_path: Path) -> None:
    seen = opened(page, tmp_path)
    assert seen.asked == ()
    assert seen.console == ()
    assert seen.document.count("<svg") > 8
    assert "<script" not in seen.document


def test_a_page_that_does_ask_and_complain_would_be_found_out(tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text("<img src='http://elsewhere.example/x.png'><script>console.error('no')</script>", "utf-8")
    seen = opened(bad, tmp_path)
    assert seen.asked == ("http://elsewhere.example/x.png",)
    assert any("no" in line for line in seen.console)


@pytest.mark.parametrize("width", [390, 1400])
def test_nothing_reaches_beyond_the_screen(page: Path, tmp_path: Path, width: int) -> None:
    told = measured(page, tmp_path, f"--window-size={width},2000")
    assert told.startswith("WIDE 0 "), told
    assert int(told.partition("SVG ")[2].split()[0]) > 8
    assert (
        int(told.partition("FOCUS ")[2].split()[0]) > 30
    )  # all that scrolls or unfolds is reached by keyboard


def test_the_dark_page_is_dark(page: Path, tmp_path: Path) -> None:
    assert "PAPER rgb(255, 255, 255)" in measured(page, tmp_path)
    assert "PAPER rgb(20, 23, 27)" in measured(page, tmp_path, "--blink-settings=preferredColorScheme=0")
    screenshot(page, tmp_path / "dark.png", tmp_path, width=800, height=600, dark=True)
    assert (tmp_path / "dark.png").stat().st_size > 5_000
