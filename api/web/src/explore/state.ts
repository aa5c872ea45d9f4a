/** The state of the page: what its address says, what was loaded, and what follows from both. */

import { computed, signal } from "@preact/signals";
import { inAddress, numeral, oneOf, word, words } from "../parts/address";
import { type Filters, filtered, NO_FILTERS, type Status } from "./filters";
import { EMPTY, type Graph, type Link, linksByThing, PROPERTIES, type Property } from "./model";
import { type Places, sceneOf } from "./scene";

export const address = {
  without: inAddress("without", words()),
  relation: inAddress<Property | "">("relation", oneOf(["", ...PROPERTIES], "")),
  country: inAddress("country", word()),
  since: inAddress("since", numeral()),
  until: inAddress("until", numeral()),
  status: inAddress<Status>("status", oneOf(["", "asserted", "planned"], "")),
  text: inAddress("q", word()),
  /** The thing whose surroundings are shown instead of everything. */
  focus: inAddress("focus", word()),
  depth: inAddress<"1" | "2">("depth", oneOf(["1", "2"], "1")),
  /** Things whose other neighbours were asked for. */
  more: inAddress("more", words()),
  /** A thing or a relation, by its IRI or key. */
  selected: inAddress("at", word()),
  from: inAddress("from", word()),
  to: inAddress("to", word()),
  table: inAddress<"things" | "links">("table", oneOf(["things", "links"], "things")),
};

/** What was loaded at first, and how much there is. */
export const graph = signal<Graph>(EMPTY);
export const total = signal(0);
export const isCut = signal(false);
export const isLoading = signal(true);
export const error = signal<unknown>(null);
/** Years and countries come after the picture. */
export const isLoadingMore = signal(false);
export const moreError = signal<unknown>(null);
export const countryNames = signal<ReadonlyMap<string, string>>(new Map());

/** What is shown in spite of filters, since it was asked for. */
export const kept = signal<ReadonlySet<string>>(new Set());
export const places = signal<Places>(new Map());
/** The keys of the links of the paths that were found. */
export const onWay = signal<ReadonlySet<string>>(new Set());

export const filters = computed<Filters>(() => ({
  without: address.without.value,
  relation: address.relation.value,
  country: address.country.value,
  since: address.since.value,
  until: address.until.value,
  status: address.status.value,
  text: address.text.value,
}));

export const isFiltered = computed(
  () => JSON.stringify(filters.value) !== JSON.stringify(NO_FILTERS),
);

export const shown = computed(() => filtered(graph.value, filters.value, kept.value));
export const linksShown = computed(() => linksByThing(shown.value.links.values()));
export const scene = computed(() => sceneOf(shown.value, places.value));

export function labelOf(iri: string): string {
  return graph.value.things.get(iri)?.label ?? iri.slice(iri.lastIndexOf("/") + 1);
}

export function linksOfShown(iri: string): readonly Link[] {
  return linksShown.value.get(iri) ?? [];
}

export function select(what: string): void {
  address.selected.value = what;
}

/** Shows everything again, and keeps what is selected. */
export function reset(): void {
  const { without, relation, country, since, until, status, text } = NO_FILTERS;
  address.without.value = without;
  address.relation.value = relation;
  address.country.value = country;
  address.since.value = since;
  address.until.value = until;
  address.status.value = status;
  address.text.value = text;
}
