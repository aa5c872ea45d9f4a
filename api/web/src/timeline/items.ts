/** What happened when: agreements, events, foundings of networks, joinings, as the graph dates them. */

import { type Row, select, text } from "../doors/sparql";
import { hansa } from "../doors/terms";
import { loadMembers, type Members, MOST } from "../views/members";
import type { About } from "../views/sentences";
import { type When, whenOf } from "./when";

export const KINDS = ["agreement", "event", "founding", "joining"] as const;
export type Kind = (typeof KINDS)[number];

export interface Item {
  readonly key: string;
  readonly kind: Kind;
  /** The agreement, the event, the network that was founded, the city that joined. */
  readonly thing: string;
  readonly name: string;
  readonly when: When;
  readonly isPlanned: boolean;
  readonly networks: readonly string[];
  readonly countries: readonly string[];
  readonly about: About;
}

export type Undated = Omit<Item, "when">;

export interface Timeline {
  readonly items: readonly Item[];
  readonly undated: readonly Undated[];
  readonly members: Members;
  readonly isWhole: boolean;
}

const DATES = `SELECT DISTINCT ?property ?subject ?object ?status {
  VALUES ?property { hansa:date hansa:foundingYear }
  GRAPH ?document {
    ?claim rdf:predicate ?property ; rdf:subject ?subject ; rdf:object ?object ; hansa:status ?status
  }
} LIMIT ${MOST + 1}`;

const THINGS = `SELECT ?kind ?subject ?name {
  VALUES ?kind { hansa:Agreement hansa:Event hansa:Network }
  ?subject a ?kind ; rdfs:label ?name
} LIMIT ${MOST + 1}`;

const ENDS = `SELECT DISTINCT ?subject ?object ?status {
  VALUES ?property {
    hansa:partyTo hansa:participatesIn hansa:ledBy hansa:locatedIn hansa:supportedBy hansa:chairedBy
    hansa:foundedBy hansa:underAgreement
  }
  GRAPH ?document {
    ?claim rdf:predicate ?property ; rdf:subject ?subject ; rdf:object ?object ; hansa:status ?status
  }
} LIMIT ${MOST + 1}`;

/** Asks for all that has a date, or should have one. */
export async function loadTimeline(signal: AbortSignal): Promise<Timeline> {
  const [members, ...answers] = await Promise.all([
    loadMembers(signal),
    ...[DATES, THINGS, ENDS].map((each) => select(each, { signal })),
  ]);
  const [dates = [], things = [], ends = []] = answers.map(({ rows }) => rows);
  return timelineOf(members, dates, things, ends);
}

/** Puts the rows of the answers together. */
export function timelineOf(
  members: Members,
  dates: readonly Row[],
  things: readonly Row[],
  ends: readonly Row[],
): Timeline {
  const around = aroundOf(ends);
  const known = new Map<string, Undated>();
  for (const row of things) {
    const thing = thingOf(row, around.get(text(row, "subject")) ?? [], members);
    if (!known.has(thing.thing)) known.set(thing.thing, thing);
  }
  const items = new Map<string, Item>();
  for (const row of dates) {
    const item = datedOf(row, known);
    const before = item && items.get(item.key);
    // Said twice, it is planned only where nobody asserts it.
    if (item) items.set(item.key, before && !before.isPlanned ? before : item);
  }
  const dated = new Set([...items.values()].map(({ thing }) => thing));
  return {
    items: [...items.values(), ...joinings(members)].sort(
      (one, other) => one.when.from - other.when.from || (one.key < other.key ? -1 : 1),
    ),
    undated: [...known.values()].filter(
      (each) => each.kind !== "founding" && !dated.has(each.thing),
    ),
    members,
    isWhole: members.isWhole && [dates, things, ends].every((rows) => rows.length <= MOST),
  };
}

interface End {
  readonly iri: string;
  readonly isPlanned: boolean;
}

/** What each thing is related to, both ways. */
function aroundOf(ends: readonly Row[]): Map<string, End[]> {
  const around = new Map<string, End[]>();
  const put = (one: string, iri: string, isPlanned: boolean) => {
    const there = around.get(one) ?? [];
    there.push({ iri, isPlanned });
    around.set(one, there);
  };
  for (const row of ends) {
    const isPlanned = text(row, "status") === hansa("planned");
    put(text(row, "subject"), text(row, "object"), isPlanned);
    put(text(row, "object"), text(row, "subject"), isPlanned);
  }
  return around;
}

const KIND_OF: Record<string, Kind> = {
  [hansa("Agreement")]: "agreement",
  [hansa("Event")]: "event",
  [hansa("Network")]: "founding",
};

function thingOf(row: Row, ends: readonly End[], members: Members): Undated {
  const thing = text(row, "subject");
  const kind = KIND_OF[text(row, "kind")] ?? "event";
  const iris = ends.map(({ iri }) => iri);
  const countries = iris.map((iri) =>
    members.countries.has(iri) ? iri : (members.cities.get(iri)?.country ?? ""),
  );
  return {
    key: thing,
    kind,
    thing,
    name: text(row, "name"),
    // Where all that is said of it is meant to be, it has not happened yet.
    isPlanned: kind !== "founding" && ends.length > 0 && ends.every((each) => each.isPlanned),
    networks:
      kind === "founding" ? [thing] : unique(iris.filter((iri) => members.networks.has(iri))),
    countries: unique(countries.filter(Boolean)),
    about: { subject: thing, property: hansa(kind === "founding" ? "foundingYear" : "date") },
  };
}

function datedOf(row: Row, known: ReadonlyMap<string, Undated>): Item | null {
  const thing = known.get(text(row, "subject"));
  const when = whenOf(text(row, "object"));
  const isFounding = text(row, "property") === hansa("foundingYear");
  if (!thing || !when || isFounding !== (thing.kind === "founding")) return null;
  const isPlanned = thing.isPlanned || text(row, "status") === hansa("planned");
  return { ...thing, key: `${thing.thing} ${when.text}`, when, isPlanned };
}

/** Memberships of which a document says in which year they were so. */
function joinings({ memberships, cities, networks }: Members): Item[] {
  return memberships.flatMap((each) =>
    each.years.flatMap((year) => {
      const when = whenOf(String(year));
      const city = cities.get(each.city);
      if (!when || !city) return [];
      return [
        {
          key: `${each.city} ${each.network} ${year}`,
          kind: "joining" as const,
          thing: each.city,
          name: `${city.name} – ${networks.get(each.network)?.name ?? ""}`,
          when,
          isPlanned: each.isPlanned,
          networks: [each.network],
          countries: city.country ? [city.country] : [],
          about: { subject: each.city, property: hansa("memberOf"), object: each.network },
        },
      ];
    }),
  );
}

const unique = <T>(all: readonly T[]): T[] => [...new Set(all)];
