/** The shortest ways between two things, looked for from both ends at once. */

import { type Link, otherEnd } from "./model";

export const MOST_STEPS = 6;
/** After so many things it gives up, and says so. */
export const MOST_SEEN = 20_000;
/** So many ways of the same length are shown. */
export const MOST_WAYS = 5;

export type Around = (iris: readonly string[]) => Promise<{ links: Link[]; isCut: boolean }>;

export interface Found {
  /** Each a list of links from one end to the other; of the same, shortest length. */
  readonly ways: readonly (readonly Link[])[];
  readonly seen: number;
  /** Whether some links were not looked at, so that a shorter way may exist. */
  readonly isCut: boolean;
  readonly hasGivenUp: boolean;
}

/** What was seen from one end: each thing, with the links by which it was first reached. */
interface Side {
  readonly reached: Map<string, Link[]>;
  frontier: string[];
  depth: number;
}

/** Walks from both ends, the smaller frontier first, until they meet or the bounds are reached. */
export async function findWays(
  from: string,
  to: string,
  around: Around,
  told: (seen: number, depth: number) => void = () => undefined,
): Promise<Found> {
  const sides: [Side, Side] = [sideFrom(from), sideFrom(to)];
  let isCut = false;
  const seen = () => sides[0].reached.size + sides[1].reached.size;
  const result = (ways: Link[][], hasGivenUp: boolean) => ({
    ways,
    seen: seen(),
    isCut,
    hasGivenUp,
  });
  if (from === to) return result([[]], false);
  while (sides[0].depth + sides[1].depth < MOST_STEPS) {
    const [one, other] = sides;
    if (!one.frontier.length || !other.frontier.length) break;
    const smaller = one.frontier.length <= other.frontier.length ? one : other;
    const found = await around(smaller.frontier);
    isCut ||= found.isCut;
    advance(smaller, found.links);
    told(seen(), one.depth + other.depth);
    const met = smaller.frontier.filter((iri) => (smaller === one ? other : one).reached.has(iri));
    if (met.length) return result(waysThrough(met, one, other), false);
    if (seen() > MOST_SEEN) return result([], true);
  }
  return result([], false);
}

const sideFrom = (iri: string): Side => ({
  reached: new Map([[iri, []]]),
  frontier: [iri],
  depth: 0,
});

/** Goes one step further; what is reached by several links of this step keeps them all. */
function advance(side: Side, links: readonly Link[]): void {
  const before = new Set(side.frontier);
  const next = new Map<string, Map<string, Link>>();
  for (const link of links) {
    for (const [here, there] of [
      [link.subject, link.object],
      [link.object, link.subject],
    ] as const) {
      if (!before.has(here) || side.reached.has(there)) continue;
      const known = next.get(there) ?? new Map<string, Link>();
      next.set(there, known.set(link.key, link));
    }
  }
  for (const [iri, by] of next) side.reached.set(iri, sorted(by.values()));
  side.frontier = [...next.keys()].sort();
  side.depth += 1;
}

const sorted = (links: Iterable<Link>) => [...links].sort((a, b) => (a.key < b.key ? -1 : 1));

function waysThrough(met: readonly string[], one: Side, other: Side): Link[][] {
  const ways: Link[][] = [];
  for (const middle of met) {
    for (const before of waysBack(one, middle)) {
      for (const after of waysBack(other, middle)) {
        if (ways.length === MOST_WAYS) return ways;
        ways.push([...before.toReversed(), ...after]);
      }
    }
  }
  return ways;
}

/** The ways from a thing back to where a side began. */
function* waysBack(side: Side, iri: string): Generator<Link[]> {
  const by = side.reached.get(iri) ?? [];
  if (!by.length) yield [];
  for (const link of by) {
    for (const rest of waysBack(side, otherEnd(link, iri))) yield [link, ...rest];
  }
}

/** The things that a way leads through, both ends included. */
export function stations(from: string, way: readonly Link[]): string[] {
  const all = [from];
  for (const link of way) all.push(otherEnd(link, all.at(-1) ?? from));
  return all;
}
