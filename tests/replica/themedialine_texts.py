"""Headlines, dates and the hand-written texts of The Media Line replica."""

from __future__ import annotations

from datetime import UTC, datetime

STORIES = (  # category, headline, author, moment, appeal between the paragraphs, dressing
    (
        "mideast-daily-news",
        "Old Market of Zeitunah To Reopen After Years of Repairs",
        "The Media Line Staff",
        datetime(2020, 2, 12, 9, 0, tzinfo=UTC),
        "gift",
        "theme",
    ),
    (
        "mideast-daily-news",
        "Ferry Line to the Island Suspended",
        "Steven Garrick",
        datetime(2021, 7, 6, 8, 30, tzinfo=UTC),
        "mission",
        "theme",
    ),
    (
        "mideast-daily-news",
        "Cabinet Narrowly Approves Water Line Budget",
        "The Media Line Staff",
        datetime(2022, 11, 15, 10, 10, tzinfo=UTC),
        "students",
        "all_in_body",
    ),
    (
        "mideast-daily-news",
        "Police Uncover Network of Forged Land Titles",
        "Steven Garrick",
        datetime(2023, 10, 24, 6, 45, tzinfo=UTC),
        "war",
        "theme",
    ),
    (
        "mideast-daily-news",
        "Snowstorm Cuts Off Mountain Villages",
        "The Media Line Staff",
        datetime(2024, 12, 22, 7, 15, tzinfo=UTC),
        "holiday",
        "theme",
    ),
    (
        "headlines",
        "Hotels Report Best Season in a Decade",
        "The Media Line Staff",
        datetime(2025, 4, 30, 11, 25, tzinfo=UTC),
        "mission",
        "bare",
    ),
    (
        "top-stories",
        "Who Speaks for the Border Towns?",
        "Dina Shaked",
        datetime(2020, 9, 3, 12, 0, tzinfo=UTC),
        "gift",
        "all_in_body",
    ),
    (
        "top-stories",
        "A Law Drafted in Haste Divides the Coalition",
        "Robert Swenson",
        datetime(2021, 12, 19, 13, 30, tzinfo=UTC),
        "holiday",
        "theme",
    ),
    (
        "top-stories",
        "Talks Resume in Wadi Sahra, but Nobody Expects Much",
        "Dina Shaked",
        datetime(2022, 6, 8, 15, 0, tzinfo=UTC),
        "mission",
        "theme",
    ),
    (
        "top-stories",
        "Graduates Without Work: ‘We Are All Packing’",
        "Mona Tahir",
        datetime(2024, 2, 27, 14, 20, tzinfo=UTC),
        "war",
        "all_in_body",
    ),
    (
        "top-stories",
        "First Visit in Years Raises Cautious Hopes",
        "Robert Swenson",
        datetime(2025, 6, 10, 16, 5, tzinfo=UTC),
        "students",
        "theme",
    ),
    (
        "life-lines",
        "The Baker Who Feeds a Whole Valley",
        "Mona Tahir",
        datetime(2023, 5, 17, 9, 40, tzinfo=UTC),
        "gift",
        "theme",
    ),
)
INTERVIEWS = (
    (
        "‘Water Does Not Wait for Elections’: An Interview With Yonatan Barel",
        "Dina Shaked",
        datetime(2021, 3, 11, 10, 0, tzinfo=UTC),
        "students",
        "TML",
        "Barel",
        (
            "Yonatan Barel has measured the springs of the Sahlah valley for thirty years. The Media Line met him at the pumping station of Wadi Sahra.",
            "What has changed since you began?",
            "The wells are deeper, and the reports are shorter. In my first year we wrote four hundred pages, and somebody read them.",
            "Is there a solution that both sides could accept?",
            "There are three of them, and each was signed once. What is missing is a pipe, not a paper.",
            "Who would pay for it?",
            "Whoever wants to drink. We calculated eleven cents a cubic meter, which is less than what the trucks cost today.",
            "Barel spoke on the day before the council voted on the line.",
        ),
    ),
    (
        "Former Diplomat Nadia Kharroub: ‘The Road Will Open Because It Must’",
        "Robert Swenson",
        datetime(2023, 2, 2, 12, 15, tzinfo=UTC),
        "mission",
        "The Media Line",
        "Kharroub",
        (
            "For twenty years Nadia Kharroub negotiated the passage of goods through the Karsavo crossing. She retired last autumn and now teaches.",
            "Why did the last round fail?",
            "Because the list of goods was longer than the patience of the ministers. They stopped at spare parts.",
            "You once said that trade follows trust. Do you still believe it?",
            "I believe the opposite now: trust follows trade, about two years later.",
            "What do you tell your students?",
            "To read the annexes first. The text is for the newspapers, and the annexes are for the customs officers.",
            "The interview was edited for length.",
        ),
    ),
    (
        "Dr. Ruth Almog on the Hospital of Ras Khalaf: ‘We Counted the Beds Every Hour’",
        "Mona Tahir",
        datetime(2024, 5, 20, 8, 0, tzinfo=UTC),
        "war",
        "TML",
        "Almog",
        (
            "The hospital of Ras Khalaf treated patients from both sides of the line in the week of the clashes. Its director, Dr. Ruth Almog, took part of the calls herself.",
            "How did the week begin?",
            "With a power cut. The generator holds for six hours, and we needed it for nine.",
            "Did anybody support you from outside?",
            "Donations of blood came from the villages around. People waited in line all night, and nobody had to ask them.",
            "What remains?",
            "The list of what we lacked. I have sent it to the ministry, and I will send it again.",
            "The ministry told The Media Line that the request was being examined.",
        ),
    ),
)  # fmt: skip
PRESS_REVIEWS = (
    (
        "The Price of Bread, and the Price of Silence",
        datetime(2021, 9, 14, 7, 0, tzinfo=UTC),
        "Al-Sahl Al-Jadid, Nahrayn, September 12",
        (
            "The price of bread has become the only opinion poll that this country still holds. Every morning the lines in front of the ovens give their answer.",
            "Yet the ministers speak of everything but flour. They speak of corridors, of visits, of a new map, and they leave the table before the bill arrives.",
            "A government that is afraid of bakers should not dream of harbors. — Hala Mansouri (translated by Asaf Peled)",
        ),
    ),
    (
        "What the Referendum Would Have Said",
        datetime(2022, 8, 28, 7, 0, tzinfo=UTC),
        "HaYarden, Karsavo, August 25",
        (
            "We were promised a referendum in May, then in July, and now after the holidays. It is a pity, because the question was a good one.",
            "It would have asked whether the towns along the border want one council or two. Everybody knows the answer, and that is why nobody asks.",
            "Let the mayors vote by leaving. Half of them already have a flat in the city. — Avi Rosenthal (translated by Asaf Peled)",
        ),
    ),
    (
        "The Envoy Who Came Too Early",
        datetime(2024, 10, 6, 7, 0, tzinfo=UTC),
        "Sawt Al-Marj, Marj, October 3",
        (
            "The envoy came with a plan of twelve points, and he left with a plan of twelve points. In between he was shown the dam.",
            "It is not his fault. He was sent to a wedding at which the bride, the groom and the musicians had not yet been found.",
            "When he returns, he should bring fewer points and more time. — Farid Qaderi (translated by Asaf Peled)",
        ),
    ),
)
WHOLE_APPEALS = (
    (
        "Support The Media Line: A Letter to Our Readers",
        datetime(2022, 12, 18, 12, 0, tzinfo=UTC),
        (
            "Dear Reader, for more than two decades our reporters have crossed borders that most people know only from maps.",
            "A newsroom that belongs to nobody is free, and it is poor. We do not charge for the news, and we do not intend to begin.",
            "The student program alone costs as much as one correspondent, and it has trained more young journalists than we ever hoped for.",
            "If our work matters to you, please consider a tax-deductible donation before the end of the year.",
        ),
    ),
    (
        "Please Donate to The Media Line This Holiday Season",
        datetime(2023, 12, 17, 12, 0, tzinfo=UTC),
        (
            "This autumn our correspondents worked on more days than the calendar has, and they did it with helmets on.",
            "Insurance for a reporter at the front has tripled, and so has the price of the car that takes him there.",
            "Your donation goes into exactly that. Nothing of it is spent on offices, because we hardly have any.",
        ),
    ),
)
