/** Who belongs to which network, as the graph holds it: cities, networks, countries, memberships. */

import type { Asking } from "../doors/fetching";
import { inGazetteer } from "../doors/gazetteer";
import { type Row, select, text } from "../doors/sparql";

export interface Named {
  readonly iri: string;
  readonly name: string;
}

export interface City extends Named {
  /** The IRI of its country by the gazetteer; "" where it is not known. */
  readonly country: string;
  /** Longitude and latitude; null where they are not known. */
  readonly at: readonly [number, number] | null;
}

export interface Country extends Named {
  /** ISO 3166-1, two letters. */
  readonly code: string;
}

/** One city in one network, whatever number of sentences says so. */
export interface Membership {
  readonly city: string;
  readonly network: string;
  /** Whether no document asserts it yet. */
  readonly isPlanned: boolean;
  readonly years: readonly number[];
}

export interface Members {
  readonly cities: ReadonlyMap<string, City>;
  readonly networks: ReadonlyMap<string, Named>;
  readonly countries: ReadonlyMap<string, Country>;
  readonly memberships: readonly Membership[];
  /** Whether everything that the graph holds is here. */
  readonly isWhole: boolean;
}

/** The memberships of another generation. */
export interface Pairs {
  readonly memberships: readonly Membership[];
  readonly isWhole: boolean;
}

/** More rows than this are not read, and the page says so. */
export const MOST = 60_000;

const asWhole = `LIMIT ${MOST + 1}`;

const CLAIMS = `SELECT ?city ?network ?status ?year {
  GRAPH ?document {
    ?claim rdf:predicate hansa:memberOf ; rdf:subject ?city ; rdf:object ?network ; hansa:status ?status
    OPTIONAL { ?claim hansa:year ?year }
  }
} ${asWhole}`;

const cities = () => `SELECT ?city ?name ?country ?lat ?long {
  ?city a hansa:City ; rdfs:label ?name
  OPTIONAL { ${inGazetteer("?city wgs84:lat ?lat ; wgs84:long ?long")} }
  OPTIONAL { ${inGazetteer("?city hansa:country ?country")} }
} ${asWhole}`;

const NETWORKS = `SELECT DISTINCT ?network ?name {
  { ?network a hansa:Network } UNION { ?city a hansa:City ; hansa:memberOf ?network }
  ?network rdfs:label ?name
} ${asWhole}`;

const countries = () => `SELECT ?country ?name ?code {
  ?country a hansa:Country ; rdfs:label ?name
  OPTIONAL { ${inGazetteer("?country schema:identifier ?code")} }
}`;

/** Asks for all of it; `generation` where it is to be another than that of the page. */
export async function loadMembers(signal: AbortSignal): Promise<Members> {
  const asking = { signal };
  const answers = await Promise.all(
    [CLAIMS, cities(), NETWORKS, countries()].map((each) => select(each, asking)),
  );
  const [claims = [], places = [], bodies = [], lands = []] = answers.map(({ rows }) => rows);
  return membersOf(claims, places, bodies, lands);
}

/** The memberships alone, of the generation with a number. */
export async function loadPairs(generation: number, asking: Asking): Promise<Pairs> {
  const { rows } = await select(CLAIMS, { ...asking, generation });
  return { memberships: memberships(rows), isWhole: rows.length <= MOST };
}

/** Puts the rows of the answers together; memberships of what is no city are left out. */
export function membersOf(
  claims: readonly Row[],
  places: readonly Row[],
  bodies: readonly Row[],
  lands: readonly Row[],
): Members {
  const all = [claims, places, bodies];
  const known = byIri(places, "city", cityOf);
  const networks = byIri(bodies, "network", (row) => ({
    iri: text(row, "network"),
    name: text(row, "name"),
  }));
  const pairs = memberships(claims).filter((each) => known.has(each.city));
  for (const { network } of pairs) {
    if (!networks.has(network)) networks.set(network, { iri: network, name: nameIn(network) });
  }
  return {
    cities: known,
    networks,
    countries: byIri(lands, "country", (row) => ({
      iri: text(row, "country"),
      name: text(row, "name"),
      code: text(row, "code"),
    })),
    memberships: pairs,
    isWhole: all.every((rows) => rows.length <= MOST),
  };
}

function cityOf(row: Row): City {
  const lat = text(row, "lat");
  const long = text(row, "long");
  return {
    iri: text(row, "city"),
    name: text(row, "name"),
    country: text(row, "country"),
    at: lat && long ? [Number(long), Number(lat)] : null,
  };
}

/** The last part of an IRI, for what has no name in the graph. */
const nameIn = (of: string) => of.split(/[/#]/).at(-1)?.replaceAll("-", " ") || of;

/** The first row of each thing, by its IRI. */
function byIri<T>(rows: readonly Row[], name: string, make: (row: Row) => T): Map<string, T> {
  const found = new Map<string, T>();
  for (const row of rows) {
    const key = text(row, name);
    if (!found.has(key)) found.set(key, make(row));
  }
  return found;
}

/** One membership for all claims of a city and a network: asserted if any of them is. */
function memberships(claims: readonly Row[]): Membership[] {
  const found = new Map<string, { all: Row[] }>();
  for (const row of claims) {
    const key = `${text(row, "city")} ${text(row, "network")}`;
    const pair = found.get(key);
    if (pair) pair.all.push(row);
    else found.set(key, { all: [row] });
  }
  return [...found.values()].map(({ all }) => ({
    city: text(all[0] ?? {}, "city"),
    network: text(all[0] ?? {}, "network"),
    isPlanned: all.every((row) => text(row, "status").endsWith("#planned")),
    years: [...new Set(all.map((row) => Number(text(row, "year"))).filter(Boolean))].sort(
      (one, other) => one - other,
    ),
  }));
}
