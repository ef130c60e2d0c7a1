"""Whole dates in printed text, in the languages that most news is written in.

A date counts only with its day, month and year. The names of months stand in one table for all languages,
because none of them means two different months.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_CHARACTERS = 1_000  # of a text that is looked through

_MONTHS = (
    "january jan januar jänner janvier janv enero ene gennaio gen janeiro januari января январь янв يناير جانفي كانون ocak stycznia січня",
    "february feb febr februar février févr fév febrero febbraio fevereiro fev februari февраля февраль фев فبراير فيفري شباط şubat lutego лютого",
    "march mar märz mrz mars marzo março maart mrt марта март مارس آذار mart marca березня",
    "april apr avril avr abril abr aprile апреля апрель апр أبريل أفريل نيسان nisan kwietnia квітня",
    "may mai mayo maggio mag maio mei мая май مايو ماي أيار may\u0131s maja травня",
    "june jun juni juin junio giugno giu junho июня июнь июн يونيو جوان حزيران haziran czerwca червня",
    "july jul juli juillet juil julio luglio lug julho июля июль июл يوليو جويلية تموز temmuz lipca липня",
    "august aug août agosto ago augustus августа август авг أغسطس أوت آب ağustos sierpnia серпня",
    "september sept sep septembre septiembre setiembre settembre set setembro сентября сентябрь сен сент سبتمبر أيلول eylül września вересня",
    "october oct oktober okt octobre octubre ottobre ott outubro out октября октябрь окт أكتوبر ekim października жовтня",
    "november nov novembre noviembre novembro ноября ноябрь ноя نوفمبر kas\u0131m listopada листопада",
    "december dec dezember dez décembre déc diciembre dic dicembre dezembro декабря декабрь дек ديسمبر aral\u0131k grudnia грудня",
)
"""Full names, inflected as dates print them, and abbreviations: English, German, French, Spanish, Italian,
Portuguese, Dutch, Russian, Arabic (of the Gulf, the Maghreb and, where they are one word, the Levant), Turkish,
Polish and Ukrainian."""


@dataclass(frozen=True, slots=True)
class Found:
    """One date, where it stands in the folded text, and whether the text calls it that of a change."""

    day: date
    start: int
    end: int
    is_update: bool


def folded(text: str) -> str:
    """Lower case without accents: "Fevrier" is printed too, and capitals lose theirs."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    decomposed = unicodedata.normalize("NFD", lowered)
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return unicodedata.normalize("NFC", bare)  # the syllables of Hangul are whole again


_NUMBERS = {folded(name): number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_NAME = r"(?P<{}>" + "|".join(sorted(map(re.escape, _NUMBERS), key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?P<{}>(?:19|20)\d\d)(?!\d)"
_DATE = re.compile(
    "|".join(
        (
            r"(?<!\d)" + r"(?P<iy>(?:19|20)\d\d)(?P<sep>[-/.])(?P<im>\d{1,2})(?P=sep)(?P<id>\d{1,2})(?!\d)",
            r"(?<!\d)(?P<dd>\d{1,2})(?:st|nd|rd|th|er|\u00ba|\.)?[\s-]{0,3}(?:(?:de|of)\s)?"
            + _NAME.format("dm")
            + r"[,\s-]{0,3}(?:(?:del?)\s)?"
            + _YEAR.format("dy"),
            _NAME.format("mm") + r"\s{0,2}(?P<md>\d{1,2})(?:st|nd|rd|th)?,?\s{0,2}" + _YEAR.format("my"),
            r"(?<![\d/.-])(?P<a>\d{1,2})(?P<mark>[/.-])(?P<b>\d{1,2})(?P=mark)(?P<ny>(?:19|20)?\d\d)(?![\d/.-]*\d)",
            r"(?P<cy>(?:19|20)\d\d)\s?[\u5e74\ub144]\s?(?P<cm>\d{1,2})\s?[\u6708\uc6d4]\s?(?P<cd>\d{1,2})\s?[\u65e5\uc77c]",
        )
    )
)
_UPDATE = re.compile(
    r"updat|modif|revis|edited|reviewed|changed|aktualisiert|geandert|stand:|actualis|actualiz|mis a jour|mise a jour|"
    r"aggiornat|atualiz|bijgewerkt|gewijzigd|обновлен|изменен|تحديث|guncelle|aktualizac"
)


def dates(text: str, *, day_first: bool) -> Iterator[Found]:
    """Every whole date of `text` in turn; `day_first` decides only where both orders are possible."""
    form = folded(text[:MAX_CHARACTERS])
    last_end = 0
    for found in _DATE.finditer(form):
        day = _day(found, day_first=day_first)
        if day is not None:
            label = form[last_end : found.start()]
            yield Found(day, found.start(), found.end(), _UPDATE.search(label) is not None)
            last_end = found.end()


def speaks_of_update(text: str) -> bool:
    """Whether a label calls the date beside it that of a change."""
    return _UPDATE.search(folded(text[:MAX_CHARACTERS])) is not None


def _day(found: re.Match[str], *, day_first: bool) -> date | None:
    parts = found.groupdict()
    for year, month, day in (("iy", "im", "id"), ("cy", "cm", "cd")):
        if parts[year]:
            return _valid(int(parts[year]), int(parts[month]), int(parts[day]))
    for year, month, day in (("dy", "dm", "dd"), ("my", "mm", "md")):
        if parts[year]:
            return _valid(int(parts[year]), _NUMBERS[parts[month].rstrip(".")], int(parts[day]))
    first, second = int(parts["a"]), int(parts["b"])
    # All locales of CLDR whose short dates have points or dashes put the day before the month.
    if first > 12 or (second <= 12 and (day_first or parts["mark"] != "/")):
        first, second = second, first
    year_number = int(parts["ny"])
    return _valid(year_number if year_number > 99 else 2000 + year_number, first, second)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # the 31st of February, month 13
        return None
