"""Sentences that do not repeat one another, in English and Russian: invented news of no place and no year."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

_ENGLISH = {
    "who": (
        "the harbour master;a retired surveyor;three of the ferrymen;the council of Ostrel;the miners' union;"
        "a spokeswoman for the railway;the governor of Lunde;two nurses;the fishing cooperative;an army engineer;"
        "the mayor;farmers from the upper valley;the court of appeal;a professor of hydrology;the border police;"
        "the owners of the mill;residents of Kalvik;the opposition;the bishop;delegates from nine towns;"
        "the insurance fund;a young baker;the water board;the school inspector;members of the choir;the coast guard;"
        "the minister for roads;the museum;the operator of the power station;a group of students"
    ),
    "did": (
        "rejected;welcomed;postponed;measured;opened;closed;described;inherited;lost;repaired;inspected;sold;"
        "counted;defended;questioned;financed;abandoned;photographed;delayed;halved;rebuilt;drained;voted for;"
        "signed;withdrew;examined;published;praised;misread;promised"
    ),
    "what": (
        "the plan for a second bridge;the bridge at Tolm;nineteen kilometres of track;the old tariff;a draft of the treaty;"
        "the grain silos;the results of the census;a loan from the northern bank;the road to the quarry;the lighthouse;"
        "the timetable of the night ferry;half of the orchards;the archive of the parish;a shipment of turbines;"
        "the wage agreement;the flood wall;new rules for fishing boats;the last steam engine;the proposal of the commission;"
        "the price of diesel;a survey of the glacier;the budget for libraries;the lease of the airfield;the verdict;"
        "the evacuation plan;the language law;the hospital wing;the market hall;the export licence;the dam"
    ),
    "why": (
        "after a week of rain;because nobody had asked the tenants;to the surprise of the engineers;in a vote by show of hands;"
        "while prices kept rising;before the snow closed the pass;without naming a date;as the harvest began;"
        "despite warnings from the capital;for the first time since the strike;when the cables failed;under a clause from the last century;"
        "in the presence of observers;although the money was spent;at a meeting that lasted until dawn;on the advice of two lawyers;"
        "once the ice had gone;by a margin of eleven votes;during a visit to the southern islands;with the help of volunteers;"
        "against the wishes of the crew;after the second inspection;in return for cheaper freight;until the appeal is heard"
    ),
}  # fmt: skip
_RUSSIAN = {
    "who": (
        "\u0441\u043e\u0432\u0435\u0442 \u0433\u043e\u0440\u043e\u0434\u0430;\u0434\u0432\u0430 \u0438\u043d\u0436\u0435\u043d\u0435\u0440\u0430;\u043d\u0430\u0447\u0430\u043b\u044c\u043d\u0438\u043a \u043f\u043e\u0440\u0442\u0430;\u0436\u0438\u0442\u0435\u043b\u0438 \u0434\u043e\u043b\u0438\u043d\u044b;\u0441\u0443\u0434 \u043f\u0435\u0440\u0432\u043e\u0439 \u0438\u043d\u0441\u0442\u0430\u043d\u0446\u0438\u0438;"
        "\u043f\u0440\u043e\u0444\u0441\u043e\u044e\u0437 \u0433\u043e\u0440\u043d\u044f\u043a\u043e\u0432;\u043c\u0438\u043d\u0438\u0441\u0442\u0440 \u0434\u043e\u0440\u043e\u0433;\u0433\u0440\u0443\u043f\u043f\u0430 \u0441\u0442\u0443\u0434\u0435\u043d\u0442\u043e\u0432;\u0440\u044b\u0431\u0430\u043a\u0438 \u0441\u0435\u0432\u0435\u0440\u043d\u043e\u0433\u043e \u0431\u0435\u0440\u0435\u0433\u0430;\u0431\u0438\u0431\u043b\u0438\u043e\u0442\u0435\u043a\u0430\u0440\u044c;\u0441\u0442\u0430\u0440\u044b\u0439 \u043c\u0435\u043b\u044c\u043d\u0438\u043a;\u043e\u043f\u043f\u043e\u0437\u0438\u0446\u0438\u044f"
    ),
    "did": "\u043e\u0442\u043a\u043b\u043e\u043d\u0438\u043b\u0438;\u043e\u0434\u043e\u0431\u0440\u0438\u043b\u0438;\u043e\u0442\u043b\u043e\u0436\u0438\u043b\u0438;\u0438\u0437\u043c\u0435\u0440\u0438\u043b\u0438;\u043e\u0442\u043a\u0440\u044b\u043b\u0438;\u0437\u0430\u043a\u0440\u044b\u043b\u0438;\u043e\u0442\u0440\u0435\u043c\u043e\u043d\u0442\u0438\u0440\u043e\u0432\u0430\u043b\u0438;\u043f\u0440\u043e\u0434\u0430\u043b\u0438;\u043e\u043f\u0438\u0441\u0430\u043b\u0438;\u043f\u043e\u0441\u0447\u0438\u0442\u0430\u043b\u0438;\u0437\u0430\u0449\u0438\u0442\u0438\u043b\u0438;\u043f\u043e\u043a\u0438\u043d\u0443\u043b\u0438",
    "what": (
        "\u043f\u043b\u0430\u043d \u0432\u0442\u043e\u0440\u043e\u0433\u043e \u043c\u043e\u0441\u0442\u0430;\u0441\u0442\u0430\u0440\u0443\u044e \u043f\u043b\u043e\u0442\u0438\u043d\u0443;\u0440\u0430\u0441\u043f\u0438\u0441\u0430\u043d\u0438\u0435 \u043d\u043e\u0447\u043d\u043e\u0433\u043e \u043f\u0430\u0440\u043e\u043c\u0430;\u0437\u0435\u0440\u043d\u043e\u0432\u044b\u0435 \u0441\u043a\u043b\u0430\u0434\u044b;\u043f\u0440\u043e\u0435\u043a\u0442 \u0434\u043e\u0433\u043e\u0432\u043e\u0440\u0430;"
        "\u0434\u043e\u0440\u043e\u0433\u0443 \u043a \u043a\u0430\u0440\u044c\u0435\u0440\u0443;\u0440\u0435\u0437\u0443\u043b\u044c\u0442\u0430\u0442\u044b \u043f\u0435\u0440\u0435\u043f\u0438\u0441\u0438;\u043f\u043e\u043b\u043e\u0432\u0438\u043d\u0443 \u0441\u0430\u0434\u043e\u0432;\u0430\u0440\u0445\u0438\u0432 \u043f\u0440\u0438\u0445\u043e\u0434\u0430;\u043d\u043e\u0432\u044b\u0439 \u0442\u0430\u0440\u0438\u0444;\u0440\u044b\u043d\u043e\u0447\u043d\u0443\u044e \u043f\u043b\u043e\u0449\u0430\u0434\u044c;\u0434\u0435\u0432\u044f\u0442\u044c \u043a\u0438\u043b\u043e\u043c\u0435\u0442\u0440\u043e\u0432 \u043f\u0443\u0442\u0438"
    ),
    "why": (
        "\u043f\u043e\u0441\u043b\u0435 \u043d\u0435\u0434\u0435\u043b\u0438 \u0434\u043e\u0436\u0434\u0435\u0439;\u0431\u0435\u0437 \u0435\u0434\u0438\u043d\u043e\u0433\u043e \u0433\u043e\u043b\u043e\u0441\u0430 \u043f\u0440\u043e\u0442\u0438\u0432;\u043f\u043e \u0441\u043e\u0432\u0435\u0442\u0443 \u044e\u0440\u0438\u0441\u0442\u043e\u0432;\u0434\u043e \u043f\u0435\u0440\u0432\u043e\u0433\u043e \u0441\u043d\u0435\u0433\u0430;\u043d\u0430 \u0437\u0430\u0441\u0435\u0434\u0430\u043d\u0438\u0438, \u043a\u043e\u0442\u043e\u0440\u043e\u0435 \u0434\u043b\u0438\u043b\u043e\u0441\u044c \u0434\u043e \u0443\u0442\u0440\u0430;"
        "\u0432\u043e\u043f\u0440\u0435\u043a\u0438 \u043f\u0440\u0435\u0434\u0443\u043f\u0440\u0435\u0436\u0434\u0435\u043d\u0438\u044f\u043c;\u0432\u043f\u0435\u0440\u0432\u044b\u0435 \u043f\u043e\u0441\u043b\u0435 \u0437\u0430\u0431\u0430\u0441\u0442\u043e\u0432\u043a\u0438;\u043a\u043e\u0433\u0434\u0430 \u043d\u0430\u0447\u0430\u043b\u0430\u0441\u044c \u0436\u0430\u0442\u0432\u0430;\u0432 \u043f\u0440\u0438\u0441\u0443\u0442\u0441\u0442\u0432\u0438\u0438 \u043d\u0430\u0431\u043b\u044e\u0434\u0430\u0442\u0435\u043b\u0435\u0439;\u0441 \u043f\u043e\u043c\u043e\u0449\u044c\u044e \u0434\u043e\u0431\u0440\u043e\u0432\u043e\u043b\u044c\u0446\u0435\u0432"
    ),
}  # fmt: skip
_LANGUAGES = {"en": _ENGLISH, "ru": _RUSSIAN}


def sentence(rng: random.Random, language: str = "en") -> str:
    part = {name: rng.choice(words.split(";")) for name, words in _LANGUAGES[language].items()}
    other = {name: rng.choice(words.split(";")) for name, words in _LANGUAGES[language].items()}
    made = (
        f"{part['who']} {part['did']} {part['what']} {part['why']}, {other['who']} {other['did']} {other['what']}.",
        f"{part['why']}, {part['who']} {part['did']} {part['what']}.",
        f"{part['who']} {part['did']} {part['what']} {part['why']} \u2014 {other['why']}.",
    )
    chosen = rng.choice(made)
    return chosen[0].upper() + chosen[1:]


def paragraph(rng: random.Random, language: str = "en") -> str:
    return " ".join(sentence(rng, language) for _ in range(rng.choice((2, 3, 3, 4))))


def headline(rng: random.Random, language: str = "en") -> str:
    words = _LANGUAGES[language]
    who, did, what = (rng.choice(words[name].split(";")) for name in ("who", "did", "what"))
    return f"{who[0].upper()}{who[1:]} {did} {what}"
