"""Headlines, dates and the hand-written texts of the Global Research replica."""

from __future__ import annotations

from datetime import UTC, datetime

REPOSTS = (  # headline, moment, days since the original, dressing
    ("Video: Sleeper Cells Still Active in Qarnah", datetime(2022, 2, 2, 5, 0, tzinfo=UTC), 2, "post_body"),
    ("Video: The Siege of Tel Amrin Is Over", datetime(2021, 6, 15, 14, 12, tzinfo=UTC), 1, "theme"),
    ("Military Convoy Lost Between Two Fronts", datetime(2022, 9, 27, 15, 30, tzinfo=UTC), 1, "all_in_body"),
    ("Video: Drones Over the Marj", datetime(2023, 3, 8, 13, 45, tzinfo=UTC), 2, "theme"),
    ("Who Armed the Black Pennant Group?", datetime(2024, 11, 19, 17, 5, tzinfo=UTC), 3, "post_body"),
)
SOUTHFRONT_ORIGINALS = {  # the article of the other replica whose text it is; the rest are of articles that are not there
    "Video: Sleeper Cells Still Active in Qarnah": "Syrian War Report – January 31, 2022: Prison Break Fails In Qarnah",
}
OWN = (  # headline, author, moment, has a biography, title of a book
    (
        "The Harbor That Nobody Wanted",
        "Margaret Ellwood",
        datetime(2020, 4, 2, 12, 30, tzinfo=UTC),
        True,
        None,
    ),
    (
        "Wheat as a Weapon: The Grain Board and Its Creditors",
        "Prof. Julian Marchetti",
        datetime(2021, 1, 18, 16, 0, tzinfo=UTC),
        True,
        "Bread and Debt",
    ),
    (
        "Emergency Laws Without an Emergency",
        "Dr. Anil Verghese",
        datetime(2021, 10, 5, 18, 20, tzinfo=UTC),
        False,
        None,
    ),
    (
        "A Referendum Postponed Is a Referendum Lost",
        "Margaret Ellwood",
        datetime(2022, 5, 23, 14, 40, tzinfo=UTC),
        True,
        None,
    ),
    (
        "The Privatization of Water in the Sahlah Valley",
        "Carla Jimenez and Tom Reddick",
        datetime(2022, 12, 1, 15, 15, tzinfo=UTC),
        False,
        None,
    ),
    (
        "Sanctions, Famine and the Silence of the Press",
        "Prof. Julian Marchetti",
        datetime(2023, 7, 14, 13, 0, tzinfo=UTC),
        True,
        "Bread and Debt",
    ),
    (
        "What the Leaked Port Contract Says",
        "Tom Reddick",
        datetime(2023, 11, 29, 19, 10, tzinfo=UTC),
        True,
        None,
    ),
    ("Pipelines and Promises", "Ingrid Solheim", datetime(2024, 3, 6, 12, 12, tzinfo=UTC), False, None),
    ("A Union Closes the Harbor", "Carla Jimenez", datetime(2024, 8, 22, 16, 45, tzinfo=UTC), True, None),
    (
        "Where Did the Fertilizer Go?",
        "Ingrid Solheim",
        datetime(2025, 1, 30, 14, 25, tzinfo=UTC),
        False,
        None,
    ),
    (
        "The Auditors’ Report That Was Never Read",
        "Margaret Ellwood",
        datetime(2025, 5, 12, 11, 50, tzinfo=UTC),
        True,
        "The Second Ledger",
    ),
)
FRENCH = (
    (
        "Le port dont personne ne voulait",
        datetime(2020, 4, 16, 13, 0, tzinfo=UTC),
        (
            "Le contrat du port a été signé un vendredi soir, sans débat et sans vote, et il n’a été publié que trois mois plus tard.",
            "Selon la cour des comptes, l’État garantit l’emprunt jusqu’au dernier centime, tandis que les bénéfices reviennent à deux sociétés étrangères.",
            "Les pêcheurs de la baie ont demandé à être entendus. On leur a répondu que la consultation avait déjà eu lieu, mais nul n’a pu dire où ni quand.",
            "Il reste une question simple : qui possédera les quais lorsque la dette ne pourra plus être remboursée ?",
        ),
    ),
    (
        "Le blé, arme silencieuse",
        datetime(2023, 7, 20, 9, 30, tzinfo=UTC),
        (
            "Depuis le printemps, le prix du pain a doublé dans les provinces du sud, alors que les silos du port sont pleins.",
            "Les importateurs accusent le gouvernement, le gouvernement accuse les sanctions, et les boulangers ferment.",
            "Une étude menée dans trois villages montre que quatre familles sur dix ne prennent plus qu’un repas par jour.",
            "L’office des céréales refuse de publier ses chiffres. Il annonce un rapport pour l’automne, comme l’année dernière.",
        ),
    ),
)
SPANISH = (
    (
        "El puerto que nadie quería",
        datetime(2020, 5, 4, 13, 0, tzinfo=UTC),
        (
            "El contrato del puerto se firmó un viernes por la noche, sin debate y sin votación, y no se publicó hasta tres meses después.",
            "Según el tribunal de cuentas, el Estado garantiza el préstamo hasta el último centavo, mientras que las ganancias van a dos empresas extranjeras.",
            "Los pescadores de la bahía pidieron ser escuchados. Se les respondió que la consulta ya se había celebrado, pero nadie supo decir dónde ni cuándo.",
            "Queda una pregunta sencilla: ¿de quién serán los muelles cuando la deuda ya no pueda pagarse?",
        ),
    ),
    (
        "Agua privada en el valle de Sahlah",
        datetime(2022, 12, 15, 15, 0, tzinfo=UTC),
        (
            "Los vecinos del valle pagan hoy por el agua tres veces más que hace dos años, y el caudal llega solo por la mañana.",
            "La empresa concesionaria promete inversiones, pero en los planos que entregó al ayuntamiento faltan los embalses.",
            "Un juez de la provincia admitió la demanda de los regantes y ordenó que se entreguen las cuentas de la concesión.",
            "El fallo se espera para la primavera. Hasta entonces, las acequias antiguas siguen cerradas con candado.",
        ),
    ),
)
DIGESTS = (
    ("Selected Articles: The Harbor That Nobody Wanted", datetime(2020, 4, 3, 20, 0, tzinfo=UTC), (0, 1, 2)),
    ("Selected Articles: Wheat as a Weapon", datetime(2023, 7, 21, 20, 0, tzinfo=UTC), (5, 6, 4)),
    ("Selected Articles: Where Did the Fertilizer Go?", datetime(2025, 1, 31, 20, 0, tzinfo=UTC), (9, 7, 8)),
)
APPEALS = (
    (
        "Global Research Needs Your Support",
        datetime(2022, 3, 21, 16, 0, tzinfo=UTC),
        (
            "Dear Readers, more than three million visits a month show that independent reporting is wanted, and they also show in our bills.",
            "Advertising networks have cut us off one after the other, and the costs of keeping the site online have doubled since the autumn.",
            "We do not accept money from foundations or governments, so that nobody can tell us what to write. Your donation keeps it that way.",
            "If each reader of this month gave the price of a coffee, the budget of the year would be met by Friday.",
        ),
    ),
    (
        "Fundraising Campaign: Help Us Keep Independent Media Alive",
        datetime(2024, 12, 9, 16, 0, tzinfo=UTC),
        (
            "At the end of a difficult year we turn to you, as we do every December, with a request.",
            "The archive of two decades has to move to new servers, and the quotes that we have received exceed our reserve by far.",
            "A membership for the coming year costs less than a newspaper subscription, and it pays for exactly that.",
            "We are grateful to all who made a donation in the past months.",
        ),
    ),
)
