/** Which cities a map shows, and how: from what belongs together and what was chosen. */

import { byWords } from "../parts/ordering";
import type { City, Members, Membership } from "../views/members";

export interface Choice {
  readonly networks: readonly string[];
  readonly countries: readonly string[];
  /** Whether cities of none of the chosen networks are left out. */
  readonly isOnly: boolean;
  /** Whether cities of no network at all are shown. */
  readonly withLone: boolean;
}

export interface Shown {
  readonly city: City;
  readonly memberships: readonly Membership[];
  /** Places in the list of chosen networks, of those that it belongs to. */
  readonly series: readonly number[];
  /** Whether all that it shows is only planned. */
  readonly isPlanned: boolean;
}

/** The cities of a choice, by name. */
export function shownCities(members: Members, choice: Choice): readonly Shown[] {
  const by = new Map<string, Membership[]>();
  for (const each of members.memberships) {
    const there = by.get(each.city);
    if (there) there.push(each);
    else by.set(each.city, [each]);
  }
  const countries = new Set(choice.countries);
  const places = new Map(choice.networks.map((network, place) => [network, place]));
  const isOnly = choice.isOnly && places.size > 0;
  return [...members.cities.values()]
    .filter((city) => !countries.size || countries.has(city.country))
    .map((city) => shown(city, by.get(city.iri) ?? [], places))
    .filter((each) => each.memberships.length > 0 || choice.withLone)
    .filter((each) => !isOnly || each.series.length > 0)
    .sort((one, other) => byWords(one.city.name, other.city.name));
}

function shown(
  city: City,
  memberships: readonly Membership[],
  places: ReadonlyMap<string, number>,
): Shown {
  const chosen = memberships.filter((each) => places.has(each.network));
  const told = chosen.length ? chosen : memberships;
  const series = chosen.map((each) => places.get(each.network) ?? 0).sort((a, b) => a - b);
  const isPlanned = told.length > 0 && told.every((each) => each.isPlanned);
  return { city, memberships, series, isPlanned };
}

/** How many shown cities each country has, by its IRI. */
export function byCountry(shown: readonly Shown[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { city } of shown) {
    if (city.country) counts.set(city.country, (counts.get(city.country) ?? 0) + 1);
  }
  return counts;
}

/** How many shades tell counts apart. */
export const SHADES = 5;

/** Where shades begin, each at about twice the one before: "1, 2–3, 4–7 …"; at most `SHADES`. */
export function steps(most: number): readonly number[] {
  if (most < 1) return [];
  const factor = Math.max(2, most ** (1 / SHADES));
  const begins = Array.from({ length: SHADES }, (_, number) => Math.round(factor ** number));
  return begins.filter((each) => each <= most);
}

/** The shade of a count, from 1; 0 for none. */
export function shade(count: number, begins: readonly number[]): number {
  return begins.filter((each) => each <= count).length;
}
