/** Which of all dated things are shown, and in which lanes. */

import { type Item, KINDS, type Kind, type Timeline } from "./items";
import type { Lane } from "./layout";
import { YEAR } from "./when";

export const LANES = ["kind", "network"] as const;
export type LanesBy = (typeof LANES)[number];

export interface Choice {
  readonly kinds: readonly Kind[];
  readonly networks: readonly string[];
  readonly countries: readonly string[];
}

/** Whether a thing fits what was chosen, whatever its date. */
export function fits(
  item: Pick<Item, "kind" | "networks" | "countries">,
  { kinds, networks, countries }: Choice,
): boolean {
  return (
    (!kinds.length || kinds.includes(item.kind)) &&
    (!networks.length || item.networks.some((each) => networks.includes(each))) &&
    (!countries.length || item.countries.some((each) => countries.includes(each)))
  );
}

/** From the first moment to the last of all things, with a little room; some years where there are none. */
export function extent(items: readonly Item[]): readonly [number, number] {
  if (!items.length) return [Date.UTC(2000, 0), Date.UTC(2030, 0)];
  const from = items.reduce((least, { when }) => Math.min(least, when.from), Infinity);
  const to = items.reduce((most, { when }) => Math.max(most, when.to), -Infinity);
  const room = Math.max((to - from) * 0.04, YEAR / 4);
  return [from - room, to + room * 4];
}

/** The lanes by kind, or by network with what is of none at the end; empty ones are left out. */
export function lanesOf(
  items: readonly Item[],
  by: LanesBy,
  { members }: Timeline,
  names: { kinds: Record<Kind, string>; none: string },
  chosen: readonly string[],
): readonly Lane[] {
  if (by === "kind") {
    return KINDS.map((kind) => ({
      key: kind,
      name: names.kinds[kind],
      items: items.filter((each) => each.kind === kind),
    })).filter((lane) => lane.items.length > 0);
  }
  const lanes = new Map<string, Item[]>();
  for (const item of items) {
    for (const network of item.networks.length ? item.networks : [""]) {
      if (chosen.length && !chosen.includes(network)) continue;
      const there = lanes.get(network);
      if (there) there.push(item);
      else lanes.set(network, [item]);
    }
  }
  const nameOf = (iri: string) => (iri ? (members.networks.get(iri)?.name ?? iri) : names.none);
  return [...lanes]
    .map(([key, all]) => ({ key: key || "none", name: nameOf(key), items: all }))
    .sort(
      (one, other) =>
        Number(one.key === "none") - Number(other.key === "none") ||
        other.items.length - one.items.length ||
        (one.name < other.name ? -1 : 1),
    );
}
