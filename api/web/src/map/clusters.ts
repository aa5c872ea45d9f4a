/** Points that would cover each other, gathered into groups. */

export interface Point {
  readonly key: string;
  readonly x: number;
  readonly y: number;
  /** Groups form around those of most weight. */
  readonly weight: number;
}

export interface Cluster<T extends Point> {
  /** The key of the point that it formed around. */
  readonly key: string;
  readonly x: number;
  readonly y: number;
  readonly points: readonly T[];
}

/** Gathers what is nearer to each other than `reach`, the same way each time.
 *
 * A grid of that width holds what is still alone, so that each point looks into nine fields only.
 */
export function clusters<T extends Point>(points: readonly T[], reach: number): Cluster<T>[] {
  const order = [...points].sort(
    (one, other) => other.weight - one.weight || (one.key < other.key ? -1 : 1),
  );
  const fields = new Map<number, T[]>();
  for (const point of order) {
    const name = field(point.x, point.y, reach);
    const there = fields.get(name);
    if (there) there.push(point);
    else fields.set(name, [point]);
  }
  const taken = new Set<T>();
  const found: Cluster<T>[] = [];
  for (const point of order) {
    if (taken.has(point)) continue;
    const near = around(point, fields, reach).filter((each) => !taken.has(each));
    for (const each of near) taken.add(each);
    found.push(gathered(point, near));
  }
  return found;
}

/** Joins groups whose marks would cover each other; `radiusOf` tells the size of one of so many. */
export function apart<T extends Point>(
  groups: readonly Cluster<T>[],
  radiusOf: (count: number) => number,
): readonly Cluster<T>[] {
  const joined = joinedOnce(groups, radiusOf);
  // Groups that grew may touch others now.
  return joined.length < groups.length ? apart(joined, radiusOf) : joined;
}

/** Each group goes to the nearest larger one that it touches, those of most things first. */
function joinedOnce<T extends Point>(
  groups: readonly Cluster<T>[],
  radiusOf: (count: number) => number,
): readonly Cluster<T>[] {
  const order = [...groups].sort(
    (one, other) => other.points.length - one.points.length || (one.key < other.key ? -1 : 1),
  );
  const reach = 2 * radiusOf(order[0]?.points.length ?? 1);
  const fields = new Map<number, { readonly group: Cluster<T>; points: readonly T[] }[]>();
  const kept: { readonly group: Cluster<T>; points: readonly T[] }[] = [];
  for (const group of order) {
    const radius = radiusOf(group.points.length);
    const near = fieldsAround(group, fields, reach)
      .map((each) => ({ each, far: Math.hypot(each.group.x - group.x, each.group.y - group.y) }))
      .filter(({ each, far }) => far < radius + radiusOf(each.points.length))
      .sort((one, other) => one.far - other.far)[0];
    if (near) {
      near.each.points = [...near.each.points, ...group.points];
      continue;
    }
    const alone = { group, points: group.points };
    kept.push(alone);
    const name = field(group.x, group.y, reach);
    fields.set(name, [...(fields.get(name) ?? []), alone]);
  }
  return kept.map(({ group, points }) => ({ ...group, points }));
}

/** The number of the field of a point; a picture has fewer fields one above the other than this. */
const FIELDS = 1 << 20;
const field = (x: number, y: number, reach: number) =>
  Math.floor(x / reach) * FIELDS + Math.floor(y / reach);

function around<T extends Point>(of: T, fields: Map<number, T[]>, reach: number): T[] {
  return fieldsAround(of, fields, reach).filter(
    (each) => Math.hypot(each.x - of.x, each.y - of.y) < reach,
  );
}

/** What is in the field of a place, and in those about it. */
function fieldsAround<T>(
  of: { readonly x: number; readonly y: number },
  fields: ReadonlyMap<number, readonly T[]>,
  reach: number,
): readonly T[] {
  const steps = [-reach, 0, reach];
  return steps.flatMap((dx) =>
    steps.flatMap((dy) => fields.get(field(of.x + dx, of.y + dy, reach)) ?? []),
  );
}

/** A group stands where it formed, so that marks keep apart by the reach. */
function gathered<T extends Point>(around: T, near: readonly T[]): Cluster<T> {
  const points = [around, ...near.filter((each) => each !== around)];
  return { key: around.key, x: around.x, y: around.y, points };
}

const WAYS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The nearest of several in the direction of an arrow key; null where there is none. */
export function nextIn<T extends { readonly x: number; readonly y: number }>(
  key: string,
  from: T,
  all: readonly T[],
): T | null {
  const way = WAYS[key];
  if (!way) return null;
  let best: T | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const each of all) {
    const along = (each.x - from.x) * way[0] + (each.y - from.y) * way[1];
    const aside = Math.abs((each.x - from.x) * way[1] + (each.y - from.y) * way[0]);
    const far = along + 2 * aside;
    // A quarter of the directions for each key, so that every mark can be reached.
    if (along > 0.5 && aside <= along && far < least) {
      best = each;
      least = far;
    }
  }
  return best;
}
