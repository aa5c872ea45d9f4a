/** What is painted: arrays of numbers and names, of which the worker gets those that changed. */

import { type Graph, KINDS, linksByThing } from "./model";
import { sunflower } from "./start";
import { type Point, type Size, toScreen, type View } from "./view";

/** What is painted, but where it stands: it changes only with what is shown. */
export interface Shape {
  readonly iris: readonly string[];
  readonly keys: readonly string[];
  readonly painted: PaintedShape;
}

/** What the worker that paints needs of it. */
export interface PaintedShape {
  readonly labels: readonly string[];
  /** Places in KINDS. */
  readonly kinds: Uint8Array;
  /** In pixels, where the whole picture is seen. */
  readonly radii: Float32Array;
  /** Numbers of things, those with the most links first. */
  readonly ranked: Uint32Array;
  /** Numbers of the things at the ends of each link, two by two. */
  readonly ends: Uint32Array;
  /** 1 where a link is only planned. */
  readonly planned: Uint8Array;
}

export interface Standing {
  readonly xs: Float32Array;
  readonly ys: Float32Array;
}

/** All that paints: numbers and names, without what things are known by. */
export type Painting = PaintedShape & Standing;

export interface Scene extends Shape, Standing {}

export type Places = ReadonlyMap<string, Point>;

/** Makes arrays of what is shown of a graph. */
export function shapeOf(graph: Graph, around = linksByThing(graph.links.values())): Shape {
  const things = [...graph.things.values()];
  const numbers = new Map(things.map(({ iri }, number) => [iri, number]));
  const degrees = Uint32Array.from(things, ({ iri }) => around.get(iri)?.length ?? 0);
  const degree = (number: number) => degrees[number] ?? 0;
  const links = [...graph.links.values()];
  // Of many, those with few links are dots, so that they leave room between each other.
  const crowd = Math.min(1, Math.max(0.25, Math.sqrt(220 / Math.max(things.length, 1))));
  const growth = Math.max(0.45, crowd);
  const ends = new Uint32Array(2 * links.length);
  links.forEach(({ subject, object }, number) => {
    ends[2 * number] = numbers.get(subject) ?? 0;
    ends[2 * number + 1] = numbers.get(object) ?? 0;
  });
  return {
    iris: things.map(({ iri }) => iri),
    keys: links.map(({ key }) => key),
    painted: {
      labels: things.map(({ label }) => label),
      kinds: Uint8Array.from(things, ({ kind }) => KINDS.indexOf(kind)),
      radii: Float32Array.from(degrees, (each) =>
        Math.min(4.5 * crowd + 1.3 * growth * Math.sqrt(each), 16 * growth),
      ),
      ranked: Uint32Array.from(things.keys()).sort((a, b) => degree(b) - degree(a) || a - b),
      ends,
      planned: Uint8Array.from(links, ({ isAsserted }) => Number(!isAsserted)),
    },
  };
}

/** Puts what is shown in its places; what has none stands beside a neighbour that has one. */
export function standing({ iris, painted: { ends } }: Shape, places: Places): Standing {
  const xs = new Float32Array(iris.length).fill(Number.NaN);
  const ys = new Float32Array(iris.length);
  iris.forEach((iri, number) => {
    const place = places.get(iri);
    if (place) [xs[number], ys[number]] = [place.x, place.y];
  });
  const beside = (number: number, neighbour: number) => {
    const [x, y] = [xs[neighbour] ?? Number.NaN, ys[neighbour] ?? 0];
    if (!Number.isNaN(xs[number]) || Number.isNaN(x)) return;
    const near = sunflower({ x, y }, 4 + (number % 20), 11);
    [xs[number], ys[number]] = [near.x, near.y];
  };
  for (let i = 0; i < ends.length; i += 2) {
    beside(ends[i] ?? 0, ends[i + 1] ?? 0);
    beside(ends[i + 1] ?? 0, ends[i] ?? 0);
  }
  return { xs: xs.map((x) => (Number.isNaN(x) ? 0 : x)), ys };
}

/** Makes arrays of a graph whose things have places. */
export function sceneOf(graph: Graph, places: Places): Scene {
  const shape = shapeOf(graph);
  return { ...shape, ...standing(shape, places) };
}

/** What the worker is to paint of a scene. */
export const paintingOf = ({ painted, xs, ys }: Scene): Painting => ({ ...painted, xs, ys });

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
    const reach = Math.max((scene.painted.radii[i] ?? 0) * larger * 1.2, 6);
    const distance = Math.hypot(place.x - at.x, place.y - at.y);
    if (distance <= reach && distance < best) [found, best] = [i, distance];
  }
  return found;
}

/** The number of the link at a point of the screen; -1 where there is none. */
export function linkAt(scene: Scene, view: View, size: Size, at: Point): number {
  let [found, best] = [-1, 5];
  for (let i = 0; i < scene.keys.length; i += 1) {
    const { ends } = scene.painted;
    const [a, b] = [ends[2 * i] ?? 0, ends[2 * i + 1] ?? 0];
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
