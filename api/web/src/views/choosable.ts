/** What may be chosen in the bars of the views, those with most members first. */

import { byWords } from "../parts/ordering";
import type { Choosable } from "./MultiSelect";
import type { Members, Named } from "./members";

/** Networks with the number of their members, or of what else `keys` counts. */
export function choosableNetworks(
  members: Members,
  keys: readonly string[] = members.memberships.map((each) => each.network),
): readonly Choosable[] {
  return named(counted(keys), members.networks);
}

/** Countries with the number of their cities that belong to a network, or of what `keys` counts. */
export function choosableCountries(
  members: Members,
  keys: readonly string[] = countriesOf(members),
): readonly Choosable[] {
  return named(counted(keys), members.countries);
}

function countriesOf(members: Members): string[] {
  const cities = new Set(members.memberships.map((each) => each.city));
  return [...cities].map((city) => members.cities.get(city)?.country ?? "").filter(Boolean);
}

function counted(keys: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function named(
  counts: ReadonlyMap<string, number>,
  names: ReadonlyMap<string, Named>,
): readonly Choosable[] {
  return [...counts]
    .map(([iri, count]) => ({ iri, count, name: names.get(iri)?.name ?? iri }))
    .sort((one, other) => other.count - one.count || byWords(one.name, other.name));
}
