"""Invented news: sentences filled in by a seed, so that every page is long, plausible and its own."""

from __future__ import annotations

import random
from enum import Enum

SLOTS: dict[str, tuple[str, ...]] = {
    "village": (
        "Tel Amrin", "Wadi Sahra", "Kafr Nuwa", "al-Jisrayn", "Bir Hadad", "Umm Rakat", "Karsavo", "Novy Brod",
        "Deir Lamis", "al-Mazraa", "Ras Khalaf", "Zeitunah", "Hawsh Idris", "Sidi Marwan", "Qasr Bayda",
    ),
    "province": ("Rahbah", "Nahrayn", "Sahlah", "Jabaliyah", "Qarnah", "Badiyah", "Marj", "Zawiyah"),
    "side": ("northern", "southern", "eastern", "western", "northwestern", "southeastern"),
    "force": (
        "government troops", "the 17th Division", "the Coastal Brigade", "border guards", "local militias",
        "the joint command", "the mountain regiment", "units of the interior ministry",
    ),
    "foe": (
        "the al-Nahr Front", "fighters of the Desert Cells", "the Northern Council", "unidentified gunmen",
        "a smuggling network", "the Black Pennant group",
    ),
    "month": ("January", "February", "March", "April", "May", "September", "October", "November"),
    "official": (
        "a spokesman for the provincial council", "a senior officer", "an adviser to the ministry of water",
        "the head of the reconciliation committee", "a member of the chamber of commerce",
        "a retired judge", "a doctor at the central hospital", "the director of the grain board",
    ),
    "person": (
        "Samir Haddani", "Leila Torosyan", "Yonatan Barel", "Nadia Kharroub", "Omar Bensalem", "Miriam Adler",
        "Tariq Suleimani", "Dana Weisz", "Hala Mansouri", "Avi Rosenthal", "Farid Qaderi", "Ruth Almog",
    ),
    "post": (
        "a political analyst", "an economist", "a former diplomat", "a lecturer in regional studies",
        "a water engineer", "a researcher of armed movements", "a local journalist", "a historian",
    ),
    "goods": ("wheat", "diesel", "cement", "medicines", "cotton", "spare parts", "fertilizer", "rice"),
    "body": (
        "the central bank", "the audit office", "the harbor authority", "the electricity company",
        "the statistics bureau", "the railway board", "the land registry",
    ),
}  # fmt: skip


class Topic(Enum):
    """What the sentences are about."""

    FRONT = (
        "On {month} {day}, {force} repelled an attack of {foe} near the town of {village} in the {side} countryside of {province}.",
        "At least {n} fighters were killed and {m} others were wounded in the clashes, according to local sources.",
        "The attack began around {hour} a.m., when two vehicles packed with explosives approached a checkpoint on the road to {village}.",
        "A day earlier, {foe} fired {n} rockets at positions of {force} in the {side} outskirts of {village}.",
        "No casualties were reported, but the shelling damaged a water pumping station and several houses.",
        "{force_c} also established {m} new observation posts along the highway that links {village} with the city of {province}.",
        "Meanwhile, the situation in the {side} part of the province remains tense, with reconnaissance flights reported almost every night.",
        "The convoy included {n} trucks and {m} armored vehicles, and it reached the base near {village} on {month} {day}.",
        "Residents said that electricity was cut off in {village} for {m} days after a transmission line was hit.",
        "The fate of some {hundreds} people who were detained during the operation in {village} remains unclear.",
        "Negotiations over the reopening of the {village} crossing failed again, and both sides blamed each other for the deadlock.",
        "Under the deal, {foe} handed over {m} prisoners, while the authorities released {n} detainees from the jail of {province}.",
        "Weather conditions along the {side} front limited the use of aircraft, and only artillery exchanges were observed.",
        "The ministry of defense said that its air defenses shot down {m} drones over {province}, and published a video of the debris.",
        "Engineers cleared {n} mines and improvised explosive devices from farmland around {village}.",
        "An ambush on the road between {village} and the oil fields of {province} claimed the lives of {m} soldiers.",
        "The group has been waging an insurgency in the {province} desert since its last stronghold fell.",
        "Local elders asked both sides to share the harvest fairly and to let the owners of the fields return.",
        "Reinforcements arrived from the {side} garrisons, among them {n} pieces of artillery and a company of tanks.",
        "Observers expect a new round of escalation, because neither side has withdrawn from the hills above {village}.",
        "A ceasefire came into effect on {month} {day} at noon, and it was violated {m} times within the first hours.",
        "The commander of the sector was replaced after the loss of {village}, although officials denied that the two events were connected.",
    )
    ANALYSIS = (
        "The price of {goods} has risen by {n} percent since {month}, while wages in {province} have hardly moved.",
        "In its annual report, {body} counted {hundreds} complaints, more than in any year since the crisis began.",
        "The agreement was presented as a gift, yet {n} of its {hundreds} pages deal with the guarantees that the debtor must give.",
        "What is called reform turns out to be the sale of {goods} depots to {m} companies, all of them registered abroad.",
        "Parliament debated the bill for {m} days and adopted it with a majority of {n} votes.",
        "Nobody was asked whether the people of {village} wanted a port, and nobody was told who would own it.",
        "The same argument was heard {n} years ago, when the dams above {village} were built with foreign loans.",
        "According to {body}, some {hundreds} farms were abandoned in the {side} districts within a single season.",
        "The lesson of {province} is that a sanction against a government becomes a famine for its citizens.",
        "Independent media that published the contract were sued, and {m} of the cases are still before the courts.",
        "It would be naive to believe that the purchase of {goods} was the purpose of the mission to {village}.",
        "A study carried out in {village} found that {n} households in a hundred depend on remittances.",
        "The minister answered that membership in the union would cost less than isolation, but he gave no figures.",
        "In {month}, the loan was extended by {n} months under conditions that were never published.",
        "Trade unions called a strike of {m} days, which closed the harbor and delayed {hundreds} shipments of {goods}.",
        "The donation of {hundreds} tons of {goods} was announced three times, and it arrived once.",
        "Behind the numbers stands a simple fact: whoever controls the {side} pipeline sets the budget of {province}.",
        "Critics of the project were described as agents, although their figures came from {body} itself.",
        "The region exported {goods} for {hundreds} years before it was told that it could not feed itself.",
        "A referendum was promised for {month}, postponed twice, and finally forgotten.",
        "The court in {province} ruled that the emergency law had expired {n} weeks before it was applied.",
        "If the {side} corridor is closed, {m} states will have to find another way for their {goods}.",
    )
    REGION = (
        "The municipality of {village} announced on {month} {day} that it would reopen the old market after {n} months of repairs.",
        "{official_c} said that {hundreds} families had registered for the program, twice as many as expected.",
        "{person}, {post}, told The Media Line that the decision came as a surprise even to the coalition partners.",
        "The talks, which were held in {village}, are expected to resume before the end of {month}.",
        "Exports of {goods} to the {side} provinces fell by {n}% in the first quarter, data published by {body} show.",
        "“Nobody here believes that the road will be open by {month},” said {person}, {post} from {village}.",
        "The visit was the first of its kind in {m} years, and both delegations avoided questions about the border.",
        "Police arrested {n} suspects in {village}, and seized documents that point to a wider network.",
        "A delegation of {n} investors toured the industrial zone near {village} and met with {official}.",
        "{person}, {post}, explained that the law had been drafted in haste and would hardly survive its first test in court.",
        "Schools in {province} remained closed for {m} days because of the storm, which cut off {n} villages.",
        "The cabinet approved a budget of {hundreds} million for the water line, with {m} ministers voting against.",
        "Tourism in the {side} districts has recovered, and hotels in {village} report that {n} rooms in a hundred are booked.",
        "“We have seen this before, and it did not end well,” {person} told The Media Line.",
        "Security was tightened around the shrine of {village} ahead of the holiday, when {hundreds} visitors are expected.",
        "Activists in {province} want readers to share the petition, which has been signed {hundreds} times.",
        "{official_c} denied that the shipment of {goods} had been delayed for political reasons.",
        "The parties agreed to form a committee of {m} experts, which will report to the two governments in {month}.",
        "Unemployment among graduates stands at {n}%, according to {body}, and many of them plan to leave.",
        "For {person}, {post}, the vote was less about {goods} than about who speaks for the {side} towns.",
        "The hospital of {village} treated {n} people for injuries, most of them slight.",
        "Ferries between {village} and the island were suspended until further notice.",
    )


def paragraphs(seed: str, count: int, topic: Topic) -> tuple[str, ...]:
    """`count` paragraphs of one to three sentences, the same for the same seed."""
    rng = random.Random(f"{topic.name}:{seed}")
    templates = rng.sample(topic.value, k=min(len(topic.value), count * 2))
    sentences = [sentence(rng, template) for template in templates]
    cuts = sorted(rng.sample(range(1, len(sentences)), k=count - 1))
    bounds = zip([0, *cuts], [*cuts, len(sentences)], strict=True)
    return tuple(" ".join(sentences[start:end]) for start, end in bounds)


def sentence(rng: random.Random, template: str) -> str:
    chosen = {slot: rng.choice(values) for slot, values in SLOTS.items()}
    numbers = {
        "day": str(rng.randint(1, 28)),
        "hour": str(rng.randint(1, 11)),
        "m": str(rng.randint(2, 9)),
        "n": str(rng.randint(11, 59)),
        "hundreds": str(rng.randint(120, 950)),
    }
    capitals = {f"{slot}_c": chosen[slot][0].upper() + chosen[slot][1:] for slot in ("force", "official")}
    return template.format(**chosen, **numbers, **capitals)
