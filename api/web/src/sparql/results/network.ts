/** Things and links of an answer, and places for them in a picture. */

import { MultiDirectedGraph } from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";
import type { Term } from "../../doors/terms";
import type { Cells, Triple } from "../answers";

export interface Link {
  readonly from: string;
  readonly to: string;
  readonly name: string;
}

export interface Drawn {
  readonly iri: string;
  readonly x: number;
  readonly y: number;
  readonly links: number;
}

export interface Network {
  readonly nodes: readonly Drawn[];
  readonly links: readonly Link[];
  /** How many things there are, drawn or not. */
  readonly all: number;
}

/** Things that are drawn: more cannot be told apart. */
export const MOST = 150;

/** Links by two columns of IRIs, or by the triples of a graph. */
export function linksOfRows(rows: readonly Cells[], from: number, to: number): Link[] {
  return rows.flatMap((row) => {
    const [one, other] = [row[from], row[to]];
    return one?.type === "uri" && other?.type === "uri"
      ? [{ from: one.value, to: other.value, name: "" }]
      : [];
  });
}

export function linksOfTriples(triples: readonly Triple[]): Link[] {
  const isThing = (term: Term) => term.type === "uri";
  return triples
    .filter(({ subject, object }) => isThing(subject) && isThing(object))
    .map(({ subject, predicate, object }) => ({
      from: subject.value,
      to: object.value,
      name: predicate.value,
    }));
}

/** Places the things with most links, the same ones at the same places each time. */
export function placed(links: readonly Link[], size: number): Network {
  const degrees = new Map<string, number>();
  for (const { from, to } of links) {
    for (const each of [from, to]) degrees.set(each, (degrees.get(each) ?? 0) + 1);
  }
  const ranked = [...degrees].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, MOST);
  const kept = new Set(ranked.map(([iri]) => iri));
  const graph = new MultiDirectedGraph();
  ranked.forEach(([iri], at) => {
    const angle = at * 2.399963; // the golden angle: no two begin at one place
    graph.addNode(iri, {
      x: Math.cos(angle) * Math.sqrt(at + 1),
      y: Math.sin(angle) * Math.sqrt(at + 1),
    });
  });
  const drawn = links.filter(({ from, to }) => kept.has(from) && kept.has(to));
  for (const { from, to } of drawn) graph.addEdge(from, to);
  const settings = { ...forceAtlas2.inferSettings(graph), barnesHutOptimize: false, gravity: 1.5 };
  const at = graph.order ? forceAtlas2(graph, { iterations: 250, settings }) : {};
  return { nodes: scaled(ranked, at, size), links: drawn, all: degrees.size };
}

type At = Record<string, { [name: string]: number }>;

function scaled(ranked: readonly [string, number][], at: At, size: number): Drawn[] {
  const spots = ranked.map(([iri]) => ({ x: at[iri]?.x ?? 0, y: at[iri]?.y ?? 0 }));
  const extent = (values: number[]) => [Math.min(...values), Math.max(...values)] as const;
  const [left, right] = extent(spots.map(({ x }) => x));
  const [top, bottom] = extent(spots.map(({ y }) => y));
  const margin = 40;
  const to = (value: number, low: number, high: number) =>
    high > low ? margin + ((value - low) / (high - low)) * (size - 2 * margin) : size / 2;
  return ranked.map(([iri, links], place) => {
    const { x, y } = spots[place] ?? { x: 0, y: 0 };
    return { iri, links, x: to(x, left, right), y: to(y, top, bottom) };
  });
}
