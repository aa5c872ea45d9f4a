"""Whole short pages: every member count, year, date and topic that they give."""

from __future__ import annotations

import pytest
from spacy.language import Language

from .test_literals import literals

PAGES = [
    (
        """# About NLCN

The Northern Lakes Cities Network (NLCN) was set up in 2004 by seven mayors. Today NLCN
counts 61 municipalities.

NLCN focuses on lake restoration, drinking water and sustainable tourism. The next Lakes
Congress will be held on 14-16 September 2023 in Karlstad.
""",
        {"Network": "Northern Lakes Cities Network/NLCN", "Event": "Lakes Congress"},
        {
            ("date", "2023-09-14"),
            ("focusArea", "drinking water"),
            ("focusArea", "lake restoration"),
            ("focusArea", "sustainable tourism"),
            ("foundingYear", 2004),
            ("memberCount", 61),
        },
    ),
    (
        """# Clean Cook Accelerator

Launched in 2021, the Clean Cook Accelerator supports start-ups. The programme aims to
improve access to clean cooking.

Twelve cities were selected from 80 applicants. They may apply for grants in three
thematic areas: clean cooking, refrigeration and off-grid lighting.
""",
        {"Programme": "Clean Cook Accelerator"},
        {
            ("focusArea", "clean cooking"),
            ("focusArea", "off-grid lighting"),
            ("focusArea", "refrigeration"),
            ("foundingYear", 2021),
            ("memberCount", 12),
        },
    ),
    (
        """LILLE, 2 March 2022 – Lille and Porto Novo today signed a Letter of Intent.

The parties will cooperate in fields such as waste management, vocational training and heritage.
""",
        {"Agreement": "Letter of Intent", "City": "Porto Novo;Lille"},
        {
            ("date", "2022-03-02"),
            ("focusArea", "heritage"),
            ("focusArea", "vocational training"),
            ("focusArea", "waste management"),
        },
    ),
    (
        """# Forum on Fair Streets

6 to 8 May 2024, Quito

More than 320 participants attended the Forum on Fair Streets. Road safety and school
travel were discussed in the first session.
""",
        {"Event": "Forum on Fair Streets"},
        {
            ("date", "2024-05-06"),
            ("focusArea", "fair streets"),
            ("focusArea", "road safety"),
            ("focusArea", "school travel"),
            ("memberCount", 320),
        },
    ),
    (
        """The Institute for Urban Soils is a research body that promotes soil health in cities. It
was founded in 1997.
""",
        {"Organization": "Institute for Urban Soils"},
        {("focusArea", "soil health"), ("foundingYear", 1997)},
    ),
    (
        """# Cork Declaration on Rental Homes

Adopted at the Assembly of Rental Cities, 21 June 2019

The Cork Declaration on Rental Homes has been signed by 28 cities. The declaration calls
for public housing and stresses the need to reduce eviction.
""",
        {"Agreement": "Cork Declaration on Rental Homes", "Event": "Assembly of Rental Cities"},
        {
            ("date", "2019-06-21"),
            ("focusArea", "eviction"),
            ("focusArea", "public housing"),
            ("focusArea", "rental homes"),
            ("memberCount", 28),
        },
    ),
    (
        """The Alliance of Island Mayors is a network of 45 municipalities dedicated to energy
independence. Its priorities are ferry services and coral reefs. Established in 2015, it
has no staff.
""",
        {"Network": "Alliance of Island Mayors"},
        {
            ("focusArea", "coral reefs"),
            ("focusArea", "energy independence"),
            ("focusArea", "ferry services"),
            ("foundingYear", 2015),
            ("memberCount", 45),
        },
    ),
    (
        """# Night Schools

## Our focus

- Adult literacy
- Digital skills

## Contact

- Town hall
- Library
""",
        {"Programme": "Night Schools"},
        {("focusArea", "adult literacy"), ("focusArea", "digital skills")},
    ),
    (
        """Rivers Fund

Since its launch in 2010, the Rivers Fund has supported 14 towns.

Work package 1: Flood protection
Work package 2: Fish passes
""",
        {"Programme": "Rivers Fund"},
        {
            ("focusArea", "fish passes"),
            ("focusArea", "flood protection"),
            ("foundingYear", 2010),
            ("memberCount", 14),
        },
    ),
    (
        """The Coalition for Open Budgets has grown to 33 cities.

Through the coalition, members exchange knowledge on open spending data and participatory budgeting.
""",
        {"Network": "Coalition for Open Budgets"},
        {
            ("focusArea", "open spending data"),
            ("focusArea", "participatory budgeting"),
            ("memberCount", 33),
        },
    ),
    (
        """From 5 to 7 November 2018 the Summit on Quiet Ports 2018 took place in Kiel under the
theme "Ports without noise". Topics included noise and port electrification.
""",
        {"Event": "Summit on Quiet Ports 2018"},
        {
            ("date", "2018-11-05"),
            ("focusArea", "noise"),
            ("focusArea", "port electrification"),
            ("focusArea", "ports without noise"),
        },
    ),
    (
        """Meridian Bank today opened the fourth call of City Kitchens. The programme, which was
created in 2019, helps towns reduce food waste and improve school canteens. So far 16
cities have joined City Kitchens.
""",
        {"Organization": "Meridian Bank", "Programme": "City Kitchens"},
        {
            ("focusArea", "food waste"),
            ("focusArea", "school canteens"),
            ("foundingYear", 2019),
            ("memberCount", 16),
        },
    ),
    (
        """"We are 70 cities now," said Ana Ruiz, president of the Delta Mayors' Union. The union
advocates for coastal erosion to be taken seriously. The Delta Mayors' Union works on
coastal erosion and mangrove restoration.
""",
        {"Network": "Delta Mayors' Union", "Person": "Ana Ruiz"},
        {
            ("focusArea", "coastal erosion"),
            ("focusArea", "mangrove restoration"),
            ("memberCount", 70),
        },
    ),
    (
        """Urban Data Week 2022 took place from 21 to 25 November 2022. Around 1,200 participants
attended Urban Data Week 2022, whose sessions covered open data, digital twins and
privacy.
""",
        {"Event": "Urban Data Week 2022"},
        {
            ("date", "2022-11-21"),
            ("focusArea", "digital twins"),
            ("focusArea", "open data"),
            ("focusArea", "privacy"),
            ("memberCount", 1200),
        },
    ),
    (
        """Graz and Pula signed the Twin Town Treaty in 1991. The Twin Town Treaty covers student
exchange, music and sport.
""",
        {"Agreement": "Twin Town Treaty", "City": "Graz;Pula"},
        {
            ("date", "1991"),
            ("focusArea", "music"),
            ("focusArea", "sport"),
            ("focusArea", "student exchange"),
        },
    ),
    (
        """HeatWatch is a phone app for heat stress developed by the Polytechnic of Arad. It was
launched in 2022.
""",
        {"Project": "HeatWatch", "Organization": "Polytechnic of Arad"},
        {("focusArea", "heat stress"), ("foundingYear", 2022)},
    ),
    (
        """The Ministry of Works runs Bright Villages, a solar lighting programme. Bright Villages
reached 300 communities last year.
""",
        {"Organization": "Ministry of Works", "Programme": "Bright Villages"},
        {("focusArea", "solar lighting"), ("memberCount", 300)},
    ),
    (
        """The Conference of Bridge Cities will next be held in Porto. Registration closes on 3
March 2024.
""",
        {"Event": "Conference of Bridge Cities", "City": "Porto"},
        set(),
    ),
    (
        """In 2018 Pine Software sold parking meters to Oulu. Its 40 engineers work in two
countries.
""",
        {"Organization": "Pine Software", "City": "Oulu"},
        set(),
    ),
    (
        """# Circular Towns

The three priorities of the programme are:

1. Repair cafés
2. Textile recycling
3. Reusable packaging
""",
        {"Programme": "Circular Towns"},
        {
            ("focusArea", "repair cafés"),
            ("focusArea", "reusable packaging"),
            ("focusArea", "textile recycling"),
        },
    ),
    (
        """On 14 July 2020, Cities Online and ITU signed a Memorandum of Understanding to promote
internet access and digital skills.
""",
        {
            "Agreement": "Memorandum of Understanding",
            "Organization": "ITU",
            "Network": "Cities Online",
        },
        {("date", "2020-07-14"), ("focusArea", "digital skills"), ("focusArea", "internet access")},
    ),
    (
        """Cities Online is an international network whose mission is to advance e-participation
and open source.
""",
        {"Network": "Cities Online"},
        {("focusArea", "e-participation"), ("focusArea", "open source")},
    ),
]


@pytest.mark.parametrize(("text", "kinds", "values"), PAGES)
def test_a_page_gives_its_values_and_no_others(
    nlp: Language, text: str, kinds: dict[str, str], values: set[tuple[str, int | str]]
) -> None:
    assert literals(nlp, text, kinds) == values
