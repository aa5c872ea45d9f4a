/** What is painted: arrays of numbers, which go to the worker that paints at no cost. */

import { type Graph, KINDS, linksByThing } from "./model";
import { sunflower } from "./start";
import { type Point, type Size, toScreen, type View } from "./view";

export interface Scene {
  readonly iris: readonly string[];
  readonly labels: readonly string[];
  /** Places in KINDS. */
  readonly kinds: Uint8Array;
  readonly xs: Float32Array;
  readonly ys: Float32Array;
  /** In pixels, where the whole picture is seen. */
  readonly radii: Float32Array;
  /** Numbers of things, those with the most links first. */
  readonly ranked: Uint32Array;
  readonly keys: readonly string[];
  /** Numbers of the things at the ends of each link, two by two. */
  readonly ends: Uint32Array;
  /** 1 where a link is only planned. */
  readonly planned: Uint8Array;
}

export type Places = ReadonlyMap<string, Point>;

/** Makes arrays of a graph whose things have places; what has none stands beside a neighbour. */
export function sceneOf(graph: Graph, places: Places): Scene {
  const things = [...graph.things.values()];
  const numbers = new Map(things.map(({ iri }, number) => [iri, number]));
  const around = linksByThing(graph.links.values());
  const degree = (iri: string) => around.get(iri)?.length ?? 0;
  const links = [...graph.links.values()];
  const crowd = Math.min(1, Math.max(0.45, Math.sqrt(220 / Math.max(things.length, 1))));
  const points = things.map(({ iri }) => places.get(iri) ?? { x: 0, y: 0 });
  const byDegree = (a: number, b: number) =>
    degree(things[b]?.iri ?? "") - degree(things[a]?.iri ?? "") || a - b;
  return {
    iris: things.map(({ iri }) => iri),
    labels: things.map(({ label }) => label),
    kinds: Uint8Array.from(things, ({ kind }) => KINDS.indexOf(kind)),
    xs: Float32Array.from(points, ({ x }) => x),
    ys: Float32Array.from(points, ({ y }) => y),
    radii: Float32Array.from(
      things,
      ({ iri }) => crowd * Math.min(4.5 + 1.3 * Math.sqrt(degree(iri)), 16),
    ),
    ranked: Uint32Array.from(things, (_, number) => number).sort(byDegree),
    keys: links.map(({ key }) => key),
    ends: Uint32Array.from(
      links.flatMap(({ subject, object }) => [numbers.get(subject) ?? 0, numbers.get(object) ?? 0]),
    ),
    planned: Uint8Array.from(links, ({ isAsserted }) => Number(!isAsserted)),
  };
}

/** Gives places to things that came later: around the thing that they were asked for with. */
export function withPlaces(
  places: Places,
  iris: Iterable<string>,
  around: Point,
): Map<string, Point> {
  const all = new Map(places);
  let number = 4;
  for (const iri of iris) {
    if (all.has(iri)) continue;
    all.set(iri, sunflower(around, number, 11));
    number += 1;
  }
  return all;
}

/** How much larger things are drawn than where the whole picture is seen. */
export function magnification(view: View, fit: number): number {
  return Math.min(Math.max(Math.sqrt(view.scale / fit), 0.6), 2.4);
}

/** The number of the thing at a point of the screen, the smallest of several; -1 where there is none. */
export function thingAt(scene: Scene, view: View, size: Size, at: Point, fit: number): number {
  const larger = magnification(view, fit);
  let [found, best] = [-1, Infinity];
  for (let i = 0; i < scene.iris.length; i += 1) {
    const place = toScreen(view, size, { x: scene.xs[i] ?? 0, y: scene.ys[i] ?? 0 });
    const reach = Math.max((scene.radii[i] ?? 0) * larger * 1.2, 6);
    const distance = Math.hypot(place.x - at.x, place.y - at.y);
    if (distance <= reach && distance < best) [found, best] = [i, distance];
  }
  return found;
}

/** The number of the link at a point of the screen; -1 where there is none. */
export function linkAt(scene: Scene, view: View, size: Size, at: Point): number {
  let [found, best] = [-1, 5];
  for (let i = 0; i < scene.keys.length; i += 1) {
    const [a, b] = [scene.ends[2 * i] ?? 0, scene.ends[2 * i + 1] ?? 0];
    const one = toScreen(view, size, { x: scene.xs[a] ?? 0, y: scene.ys[a] ?? 0 });
    const other = toScreen(view, size, { x: scene.xs[b] ?? 0, y: scene.ys[b] ?? 0 });
    const distance = toSegment(at, one, other);
    if (distance < best) [found, best] = [i, distance];
  }
  return found;
}

function toSegment(at: Point, one: Point, other: Point): number {
  const [dx, dy] = [other.x - one.x, other.y - one.y];
  const length = dx * dx + dy * dy;
  const along = length ? ((at.x - one.x) * dx + (at.y - one.y) * dy) / length : 0;
  const t = Math.min(Math.max(along, 0), 1);
  return Math.hypot(at.x - one.x - t * dx, at.y - one.y - t * dy);
}
