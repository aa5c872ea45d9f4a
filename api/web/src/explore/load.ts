/** Loads graphs through the door to SPARQL: everything, what surrounds things, what a fact rests on. */

import type { Asking } from "../doors/fetching";
import { type Row, select, text } from "../doors/sparql";
import {
  among,
  EMPTY,
  type Graph,
  INVERSES,
  KINDS,
  type Kind,
  type Link,
  linkOf,
  mostLinked,
  type Property,
  put,
  type Thing,
} from "./model";
import * as queries from "./queries";

/** The most things and relations that the picture shows, and that are read to choose among. */
export const MOST_THINGS = 5_000;
export const MOST_LINKS = 30_000;
/** The most years of relations that are read. */
export const MOST_YEARS = 60_000;
/** The most relations that are read of one batch of things. */
const MOST_OF_BATCH = 4_000;
const BATCH = 200;

export interface Loaded {
  readonly graph: Graph;
  /** How many things there are in all. */
  readonly total: number;
  /** Whether relations were left out. */
  readonly isCut: boolean;
}

export interface More {
  readonly graph: Graph;
  /** Whether years were left out. */
  readonly isCut: boolean;
}

/** Loads everything that documents assert or plan; of too much, the things with the most links. */
export async function loadAll(asking: Asking): Promise<Loaded> {
  const [facts, things, planned] = await Promise.all([
    select(queries.factsOfAll(MOST_LINKS + 1), asking),
    select(queries.thingsOfAll(2 * MOST_LINKS), asking),
    select(queries.plannedOfAll(MOST_LINKS + 1), asking),
  ]);
  if (facts.rows.length > MOST_LINKS || things.rows.length === 2 * MOST_LINKS) {
    return loadTop(planned.rows, asking);
  }
  const all = graphOf(things.rows, facts.rows, planned.rows);
  const graph = mostLinked(all, MOST_THINGS);
  return { graph, total: all.things.size, isCut: planned.rows.length > MOST_LINKS };
}

async function loadTop(planned: readonly Row[], asking: Asking): Promise<Loaded> {
  const [facts, things, count] = await Promise.all([
    select(queries.factsOfTop(MOST_THINGS, MOST_LINKS + 1), asking),
    select(queries.thingsOfTop(MOST_THINGS), asking),
    select(queries.COUNT, asking),
  ]);
  const total = Number(text(count.rows[0] ?? {}, "n"));
  const isCut = facts.rows.length > MOST_LINKS || planned.length > MOST_LINKS;
  return { graph: graphOf(things.rows, facts.rows, planned), total, isCut };
}

/** Loads what else is said of a graph: years and countries, which the picture need not wait for. */
export async function loadMore(graph: Graph, asking: Asking): Promise<More> {
  const [years, countries] = await Promise.all([
    select(queries.yearsOfAll(MOST_YEARS + 1), asking),
    countriesOf(asking),
  ]);
  return {
    graph: settled(graph, linksOf(years.rows, true), countries),
    isCut: years.rows.length > MOST_YEARS,
  };
}

function settled(graph: Graph, more: Link[], countries: ReadonlyMap<string, string>): Graph {
  const links = new Map(graph.links);
  for (const link of more) {
    if (graph.things.has(link.subject) && graph.things.has(link.object)) put(links, link);
  }
  const things = new Map<string, Thing>();
  for (const [iri, thing] of graph.things) {
    const country = thing.kind === "Country" ? iri : (countries.get(iri) ?? "");
    things.set(iri, { ...thing, country });
  }
  return { things, links };
}

let countriesKnown: Promise<Map<string, string>> | null = null;

function countriesOf({ signal: _, ...asking }: Asking): Promise<Map<string, string>> {
  // Without the signal of whoever asks first: the others wait for the same answer.
  countriesKnown ??= select(queries.countries(), asking)
    .then(({ rows }) => new Map(rows.map((row) => [text(row, "s"), text(row, "country")])))
    .catch((error) => {
      countriesKnown = null;
      throw error;
    });
  return countriesKnown;
}

/** The English names of countries that places of the graph lie in. */
export async function loadCountryNames(asking: Asking): Promise<Map<string, string>> {
  const { rows } = await select(queries.countryNames(), asking);
  return new Map(rows.map((row) => [text(row, "s"), text(row, "label")]));
}

/** The links of some things, in batches; `isCut` where there are more than are read. */
export async function linksAround(
  iris: readonly string[],
  asking: Asking,
): Promise<{ links: Link[]; isCut: boolean }> {
  const links: Link[] = [];
  let isCut = false;
  for (let start = 0; start < iris.length; start += BATCH) {
    const batch = iris.slice(start, start + BATCH);
    const [facts, planned] = await Promise.all([
      select(queries.factsOf(batch, MOST_OF_BATCH), asking),
      select(queries.plannedOf(batch, MOST_OF_BATCH), asking),
    ]);
    isCut ||= facts.rows.length === MOST_OF_BATCH || planned.rows.length === MOST_OF_BATCH;
    links.push(...linksOf(facts.rows, true), ...linksOf(planned.rows, false));
  }
  return { links, isCut };
}

/** The kinds and names of things, in batches. */
export async function loadThings(
  iris: readonly string[],
  asking: Asking,
): Promise<Map<string, Thing>> {
  const found = new Map<string, Thing>();
  for (let start = 0; start < iris.length; start += BATCH) {
    const { rows } = await select(queries.thingsOf(iris.slice(start, start + BATCH)), asking);
    addThings(found, rows);
  }
  const countries = await countriesOf(asking);
  for (const thing of found.values()) {
    found.set(thing.iri, { ...thing, country: countries.get(thing.iri) ?? "" });
  }
  return found;
}

/** Loads what is within so many steps of a thing. */
export async function loadAround(iri: string, depth: number, asking: Asking): Promise<Loaded> {
  const seen = new Set([iri]);
  const links: Link[] = [];
  let isCut = false;
  let frontier = [iri];
  for (let step = 0; step < depth && seen.size < MOST_THINGS; step += 1) {
    const found = await linksAround(frontier, asking);
    isCut ||= found.isCut;
    links.push(...found.links);
    const ends = found.links.flatMap(({ subject, object }) => [subject, object]);
    frontier = [...new Set(ends)].filter((each) => !seen.has(each));
    isCut ||= seen.size + frontier.length > MOST_THINGS;
    frontier.splice(MOST_THINGS - seen.size);
    for (const each of frontier) seen.add(each);
  }
  const things = await loadThings([...seen], asking);
  return { graph: among({ things, links: joined(links) }, things), total: things.size, isCut };
}

function graphOf(things: readonly Row[], facts: readonly Row[], planned: readonly Row[]): Graph {
  const found = new Map<string, Thing>();
  addThings(found, things);
  const links = [...linksOf(facts, true), ...linksOf(planned, false)];
  return among({ ...EMPTY, links: joined(links) }, found);
}

function joined(all: readonly Link[]): Map<string, Link> {
  const links = new Map<string, Link>();
  for (const link of all) put(links, link);
  return links;
}

const RANK = new Map<string, number>(KINDS.map((kind, place) => [kind, place]));
const local = (iri: string) => iri.slice(iri.lastIndexOf("#") + 1);

/** A network is an organisation too: the narrower kind, which stands before, is what is shown. */
function addThings(found: Map<string, Thing>, rows: readonly Row[]): void {
  for (const row of rows) {
    const [iri, kind] = [text(row, "s"), local(text(row, "kind")) as Kind];
    const known = found.get(iri);
    if (known && (RANK.get(known.kind) ?? 0) <= (RANK.get(kind) ?? 0)) continue;
    found.set(iri, { iri, kind, label: text(row, "label"), country: "" });
  }
}

function linksOf(rows: readonly Row[], isAsserted: boolean): Link[] {
  return rows.flatMap((row) => {
    const year = text(row, "year");
    const property = local(text(row, "p")) as Property;
    if (!(property in INVERSES)) return [];
    const years = year ? [Number(year)] : [];
    return linkOf(text(row, "s"), property, text(row, "o"), isAsserted, years);
  });
}

export interface Sentence {
  readonly claim: string;
  readonly subject: string;
  readonly object: string;
  readonly property: Property;
  readonly isPlanned: boolean;
  readonly year: string;
  readonly quote: string;
  readonly document: string;
  readonly title: string;
  readonly date: string;
}

/** The most sentences of a relation that are shown at once. */
export const MOST_SENTENCES = 200;

/** The sentences that say so, the newest documents first. */
export async function loadSentences(links: readonly Link[], asking: Asking): Promise<Sentence[]> {
  if (!links.length) return [];
  const { rows } = await select(queries.sentencesOf(links, MOST_SENTENCES), asking);
  return rows.map((row) => ({
    claim: text(row, "claim"),
    subject: text(row, "s"),
    object: text(row, "o"),
    property: local(text(row, "p")) as Property,
    isPlanned: local(text(row, "status")) === "planned",
    year: text(row, "year"),
    quote: text(row, "quote"),
    document: text(row, "document"),
    title: text(row, "title"),
    date: text(row, "date"),
  }));
}
