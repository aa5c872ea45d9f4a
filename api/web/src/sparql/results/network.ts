/** Things and links of an answer, as few as a picture can show, and where they begin in it. */

import type { Term } from "../../doors/terms";
import type { Cells, Triple } from "../answers";

export interface Link {
  readonly from: string;
  readonly to: string;
  readonly name: string;
}

/** A link, and in how many rows it stands. */
export interface Weighted extends Link {
  readonly weight: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Thing {
  readonly iri: string;
  /** How many different links it has, drawn or not. */
  readonly links: number;
}

export interface Network {
  readonly things: readonly Thing[];
  /** Links among these, those of most rows first. */
  readonly links: readonly Weighted[];
  /** How many things and different links there are, and links among the things that are drawn. */
  readonly all: number;
  readonly allLinks: number;
  readonly amongThem: number;
}

/** Things and links that are drawn: more cannot be told apart. */
export const MOST = 150;
export const MOST_LINKS = 1_000;

/** Links by two columns of IRIs, or by the triples of a graph. */
export function linksOfRows(rows: readonly Cells[], from: number, to: number): Weighted[] {
  return weighted(rows, (row) => {
    const [one, other] = [row[from], row[to]];
    return one?.type === "uri" && other?.type === "uri"
      ? { from: one.value, to: other.value, name: "" }
      : null;
  });
}

export function linksOfTriples(triples: readonly Triple[]): Weighted[] {
  const isThing = (term: Term) => term.type === "uri";
  return weighted(triples, ({ subject, predicate, object }) =>
    isThing(subject) && isThing(object)
      ? { from: subject.value, to: object.value, name: predicate.value }
      : null,
  );
}

/** Each link once, in the order in which they came, with the number of times it did. */
function weighted<T>(all: readonly T[], linkOf: (each: T) => Link | null): Weighted[] {
  const found = new Map<string, Link & { weight: number }>();
  for (const each of all) {
    const link = linkOf(each);
    if (!link) continue;
    const key = `${link.from} ${link.to} ${link.name}`; // no IRI has a space
    const known = found.get(key);
    if (known) known.weight += 1;
    else found.set(key, { ...link, weight: 1 });
  }
  return [...found.values()];
}

/** Takes the things with most links, and of the links among them those that stand in most rows. */
export function drawn(links: readonly Weighted[]): Network {
  const degrees = new Map<string, number>();
  for (const { from, to } of links) {
    for (const each of [from, to]) degrees.set(each, (degrees.get(each) ?? 0) + 1);
  }
  const ranked = [...degrees].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, MOST);
  const kept = new Set(ranked.map(([iri]) => iri));
  const among = links.filter(({ from, to }) => kept.has(from) && kept.has(to));
  return {
    things: ranked.map(([iri, links]) => ({ iri, links })),
    links: among.toSorted((one, other) => other.weight - one.weight).slice(0, MOST_LINKS),
    all: degrees.size,
    allLinks: links.length,
    amongThem: among.length,
  };
}

/** Where so many things begin: those with most links in the middle, and no two at one place. */
export function startOf(count: number): Point[] {
  return Array.from({ length: count }, (_, at) => {
    const angle = at * 2.399963; // the golden angle
    return { x: Math.cos(angle) * Math.sqrt(at + 1), y: Math.sin(angle) * Math.sqrt(at + 1) };
  });
}

/** Places as they are within a square of a size, with a margin for names. */
export function fitted(places: readonly Point[], size: number): Point[] {
  const extent = (values: number[]) => [Math.min(...values), Math.max(...values)] as const;
  const [left, right] = extent(places.map(({ x }) => x));
  const [top, bottom] = extent(places.map(({ y }) => y));
  const margin = 40;
  const to = (value: number, low: number, high: number) =>
    high > low ? margin + ((value - low) / (high - low)) * (size - 2 * margin) : size / 2;
  return places.map(({ x, y }) => ({ x: to(x, left, right), y: to(y, top, bottom) }));
}
