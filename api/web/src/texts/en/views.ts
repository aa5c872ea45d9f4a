/** What the map, the time line and the matrix say. */

const many = (count: string, one: string, more: string) =>
  count === "1" ? `1 ${one}` : `${count} ${more}`;

export const views = {
  all: "all",
  none: "Choose none",
  chosen: (of: string) => `Chosen: ${of}`,
  remove: "remove",
  narrow: (of: string) => `Narrow down: ${of}`,
  narrowHint: "type to narrow down",
  fits: (shown: string, of: string) =>
    shown === of ? `${of} to choose from` : `${shown} of ${of}; type to narrow them down`,
  details: "Details",
  planned: "planned",
  asserted: "member",
  untitled: "a document",
  noSentence: "No sentence says so directly.",
  moreSentences: (most: string) => `The first ${most} sentences; the page of the thing has all.`,
  moreHere: (count: string) =>
    `${many(count, "more sentence says", "more sentences say")} so; the page of the city has all.`,
  moreNames: (count: string) => `and ${count} more, in the table`,
  networks: "Networks",
  countries: "Countries",
  noCountry: "country unknown",
  notWhole: (most: string) =>
    `The graph holds more than ${most} rows of this; only so many are read. Ask in SPARQL for all.`,
  reset: "Show everything",
  page: "Page",
  inPicture: "In the picture",
  several: "several of these",
  other: "other networks",
  plannedOnly: "planned only (hollow)",
  map: {
    label: "Map of the world",
    how: "Drag to move, or use the arrow keys; + and − zoom, 0 shows the whole world. The wheel zooms once the map has the focus, or with Ctrl. Tab goes on to the marks, arrow keys from mark to mark.",
    zoomIn: "Zoom in",
    zoomOut: "Zoom out",
    whole: "Whole world",
    fit: "Fit to cities",
    only: "Only cities of the chosen networks",
    lone: "Cities of no network too",
    fill: "Countries shaded by number of cities",
    city: (name: string, country: string, networks: readonly string[]) =>
      `${name}${country ? `, ${country}` : ""}: ${networks.length ? networks.join("; ") : "of no network"}`,
    group: (count: string, names: string) => `${count} cities: ${names}. Zoom in to part them.`,
    here: (count: string) => many(count, "city here", "cities here"),
    seen: (cities: string, groups: string) =>
      `${many(cities, "city", "cities")}, ${many(groups, "group", "groups")} in view`,
    shown: (shown: string, unplaced: string) =>
      unplaced === "0"
        ? `${many(shown, "city", "cities")} on the map.`
        : `${many(shown, "city", "cities")} on the map; ${unplaced} without coordinates ${unplaced === "1" ? "is" : "are"} in the table and the list.`,
    unplaced: (count: string) =>
      many(count, "city without coordinates", "cities without coordinates"),
    tooMany: (most: string, chosen: string) =>
      `The first ${most} of ${chosen} chosen networks have a colour and a shape; the others share one.`,
    none: "No city fits. Choose fewer countries or other networks, or ingest documents that name members.",
    start:
      "Point at a mark, or reach it with Tab and the arrow keys, to see the city's networks and the sentences that say so.",
    legend: "Legend",
    cityCount: (text: string) => `${text} cities in the country`,
    onlyOne: "1 city in the country",
    file: "cities-by-network",
    caption: "Cities",
    unpin: "Close",
    noNetwork: "No document says that it belongs to a network.",
    columns: {
      city: "City",
      country: "Country",
      count: "Networks",
      networks: "Member of",
      planned: "Planned",
      lat: "Latitude",
      long: "Longitude",
    },
  },
  matrix: {
    label: "Cities by network",
    how: "Arrow keys lead from cell to cell, Home and End to the ends of a row, with Ctrl to those of the table. Enter on two networks compares them; Enter on a city opens its page.",
    order: "Rows by",
    orders: {
      name: "name",
      country: "country",
      count: "number of networks",
      similarity: "likeness (columns too)",
    },
    since: "Mark what is gone since generation",
    sinceCut: (most: string) =>
      `That generation has more than ${most} memberships, so what is gone since cannot be told here; ask in SPARQL.`,
    onlyShared: "Only cities of both networks",
    sum: "Sum",
    cities: (count: string) => many(count, "city", "cities"),
    shown: (cities: string, networks: string) =>
      `${many(cities, "city", "cities")} in ${many(networks, "network", "networks")}.`,
    tooMany: (most: string, all: string) =>
      `The ${most} networks with most members of ${all} are columns; choose networks to see others.`,
    longPicture: (most: string) => `Pictures have the first ${most} rows; CSV has all.`,
    none: "No city is in these networks. Choose other networks or countries, or ingest documents that name members.",
    cell: (city: string, network: string, said: string) => `${city}, ${network}: ${said}`,
    states: { asserted: "member", planned: "planned", gone: "no longer", none: "no" },
    key: "Filled: member. Hollow: planned. Crossed: no longer.",
    sharedBy: (count: string, names: readonly string[]) =>
      `${many(count, "city", "cities")} in both ${names.join(" and ")}`,
    start:
      "Point at a cell and click, or reach it with the arrow keys, to read the sentences that say so. Click two networks to compare them.",
    file: "cities-in-networks",
    caption: "Cities in networks",
    columns: { city: "City", country: "Country", total: "Sum" },
  },
  timeline: {
    label: "Time line",
    how: "Drag to move, or use the arrow keys; + and − zoom, 0 shows all years. The wheel zooms once the time line has the focus, or with Ctrl. Tab goes on to the marks, arrow keys from mark to mark. A line below a mark spans the month or year that is all the text says.",
    whole: "All years",
    kinds: {
      agreement: "agreement",
      event: "event",
      founding: "founding of a network",
      joining: "membership in a year",
    },
    kindsLabel: "Kinds",
    lanes: {
      agreement: "Agreements",
      event: "Events",
      founding: "Foundings of networks",
      joining: "Memberships in a year",
    },
    none: (outside: string) =>
      outside === "0"
        ? "Nothing with a date fits. Choose fewer networks or countries, or ingest documents that say when."
        : `Nothing in these years; ${outside} outside of them. Press “All years”.`,
    noNetwork: "Of no network",
    lanesBy: "Lanes by",
    lanesOf: { kind: "kind", network: "network" },
    from: "From",
    to: "to",
    shown: (shown: string, outside: string, undated: string) =>
      `${shown} shown${outside === "0" ? "" : `, ${outside} outside of these years`}${undated === "0" ? "" : `, ${undated} without a date`}. Hollow marks are planned.`,
    undated: (count: string) => `${count} without a date`,
    moreUndated: (count: string) => `and ${count} more without a date; ask in SPARQL for all.`,
    item: (name: string, when: string, isPlanned: boolean) =>
      `${name}, ${when}${isPlanned ? ", planned" : ""}`,
    several: (count: string, told: readonly string[]) =>
      `${count} close together: ${told.join("; ")}; …`,
    start:
      "Point at a mark, or reach it with Tab and the arrow keys, to read the sentence that dates it.",
    file: "time-line",
    caption: "Dated things",
    columns: {
      date: "Date",
      kind: "Kind",
      name: "Name",
      status: "Status",
      networks: "Networks",
      countries: "Countries",
    },
  },
};
