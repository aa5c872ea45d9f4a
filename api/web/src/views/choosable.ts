/** What may be chosen in the bars of the views, those with most members first. */

import type { Choosable } from "./MultiSelect";
import type { Members, Named } from "./members";

/** The networks that cities belong to, or are to. */
export function choosableNetworks(members: Members): readonly Choosable[] {
  const counts = counted(members.memberships.map((each) => each.network));
  return named(counts, members.networks);
}

/** The countries of cities that belong to a network. */
export function choosableCountries(members: Members): readonly Choosable[] {
  const cities = new Set(members.memberships.map((each) => each.city));
  const countries = [...cities].map((city) => members.cities.get(city)?.country ?? "");
  return named(counted(countries.filter(Boolean)), members.countries);
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
    .sort((one, other) => other.count - one.count || WORDS.compare(one.name, other.name));
}

const WORDS = new Intl.Collator("en");
