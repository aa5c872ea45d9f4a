/** The outlines of the world (Natural Earth), projected once, as paths of a picture.
 *
 * Equal Earth keeps areas, as counts by country need it, and looks as people know the world.
 */

import { geoEqualEarth, geoGraticule10, geoPath } from "d3-geo";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";

export const WORLD = { width: 960, height: 467 } as const;

export type Detail = "110m" | "50m";

export interface Land {
  /** ISO 3166-1, three digits; "" for what has none. */
  readonly number: string;
  readonly path: string;
}

export interface Outlines {
  readonly lands: readonly Land[];
  readonly borders: string;
}

const projection = geoEqualEarth().fitSize([WORLD.width, WORLD.height], { type: "Sphere" });
const path = geoPath(projection).digits(2);

export const SPHERE = path({ type: "Sphere" }) ?? "";
export const GRATICULE = path(geoGraticule10()) ?? "";

/** Where a longitude and latitude stand in the picture of the world. */
export function place(at: readonly [number, number]): readonly [number, number] {
  return projection([at[0], at[1]]) ?? [0, 0];
}

/** What longitude and latitude a place in the picture has. */
export function coordinates(at: readonly [number, number]): readonly [number, number] {
  return projection.invert?.([at[0], at[1]]) ?? [0, 0];
}

type World = Topology<{ countries: GeometryCollection<{ name: string }> }>;

const FILES: Record<Detail, () => Promise<{ default: unknown }>> = {
  "110m": () => import("world-atlas/countries-110m.json"),
  "50m": () => import("world-atlas/countries-50m.json"),
};

const loaded = new Map<Detail, Promise<Outlines>>();

/** Loads outlines once. */
export function outlines(detail: Detail): Promise<Outlines> {
  const before = loaded.get(detail);
  if (before) return before;
  const now = FILES[detail]().then(({ default: world }) => draw(world as World));
  loaded.set(detail, now);
  now.catch(() => loaded.delete(detail));
  return now;
}

function draw(world: World): Outlines {
  const { countries } = world.objects;
  return {
    lands: feature(world, countries).features.map((each) => ({
      number: each.id === undefined ? "" : String(each.id).padStart(3, "0"),
      path: path(each) ?? "",
    })),
    borders: path(mesh(world, countries, (one, other) => one !== other)) ?? "",
  };
}
