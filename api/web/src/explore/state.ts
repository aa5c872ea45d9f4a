/** The state of the page: what its address says, what was loaded, and what follows from both. */

import { batch, computed, signal } from "@preact/signals";
import { inAddress, numeral, oneOf, word, words } from "../parts/address";
import { byWords } from "../parts/ordering";
import { afterFrame, quiet } from "../parts/quiet";
import { tableInAddress } from "../parts/tablePlace";
import { type Filters, filtered, NO_FILTERS, type Status } from "./filters";
import {
  EMPTY,
  type Graph,
  type Link,
  linksByThing,
  PROPERTIES,
  type Property,
  type Thing,
} from "./model";
import { type Places, type Scene, shapeOf, standing } from "./scene";
import { sightPart } from "./view";

export const address = {
  without: inAddress("without", words()),
  relation: inAddress<Property | "">("relation", oneOf(["", ...PROPERTIES], "")),
  country: inAddress("country", word()),
  since: inAddress("since", numeral()),
  until: inAddress("until", numeral()),
  status: inAddress<Status>("status", oneOf(["", "asserted", "planned"], "")),
  text: inAddress("q", word()),
  /** The thing whose surroundings are shown instead of everything. */
  focus: inAddress("focus", word(), { isStep: true }),
  depth: inAddress<"1" | "2">("depth", oneOf(["1", "2"], "1")),
  /** Things whose other neighbours were asked for. */
  more: inAddress("more", words()),
  /** A thing or a relation, by its IRI or key. */
  selected: inAddress("at", word()),
  from: inAddress("from", word()),
  to: inAddress("to", word()),
  table: inAddress<"things" | "links">("table", oneOf(["things", "links"], "things")),
  /** The part of the picture that is seen, where it is not the whole. */
  sight: inAddress("view", sightPart),
};
export const tables = { things: tableInAddress("things"), links: tableInAddress("links") };

/** What was loaded at first, and how much there is. */
export const graph = signal<Graph>(EMPTY);
export const total = signal(0);
export const isCut = signal(false);
/** Whether some years were left out, which a filter by year does not find then. */
export const areYearsCut = signal(false);
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

/** What is typed, a moment after the last key: the picture is not made anew for each. */
const text = quiet(address.text, 150);

const asked = (names: string): Filters => ({
  without: address.without.value,
  relation: address.relation.value,
  country: address.country.value,
  since: address.since.value,
  until: address.until.value,
  status: address.status.value,
  text: names,
});

/** A frame later than the address, so that what was pressed is seen before the picture is made. */
export const filters = afterFrame(computed<Filters>(() => asked(text.value)));

export const isFiltered = computed(
  () => JSON.stringify(asked(address.text.value)) !== JSON.stringify(NO_FILTERS),
);

export const shown = computed(() => filtered(graph.value, filters.value, kept.value));
export const linksShown = computed(() => linksByThing(shown.value.links.values()));
/** Those with the most relations first. */
export const thingsShown = computed(() => {
  const degree = ({ iri }: Thing) => linksShown.value.get(iri)?.length ?? 0;
  return [...shown.value.things.values()].sort((one, other) => degree(other) - degree(one));
});
export const linksListed = computed(() => [...shown.value.links.values()]);
const shape = computed(() => shapeOf(shown.value, linksShown.value));
export const scene = computed<Scene>(() => ({
  ...shape.value,
  ...standing(shape.value, places.value),
}));

/** Names of things that are spoken of, though they are not in the picture. */
export const otherNames = signal<ReadonlyMap<string, string>>(new Map());

export function labelOf(iri: string): string {
  const name = graph.value.things.get(iri)?.label ?? otherNames.value.get(iri);
  return name ?? iri.slice(iri.lastIndexOf("/") + 1);
}

/** The countries in which something that was loaded lies, by their names. */
export const countries = computed(() => {
  const all = new Set([...graph.value.things.values()].map(({ country }) => country));
  all.delete("");
  return [...all]
    .map((iri): [string, string] => [iri, countryNames.value.get(iri) ?? labelOf(iri)])
    .sort(([, one], [, other]) => byWords(one, other));
});

export function linksOfShown(iri: string): readonly Link[] {
  return linksShown.value.get(iri) ?? [];
}

export function select(what: string): void {
  address.selected.value = what;
}

/** Shows everything again, and keeps what is selected. */
export function reset(): void {
  batch(() => {
    address.without.value = NO_FILTERS.without;
    address.relation.value = NO_FILTERS.relation;
    address.country.value = NO_FILTERS.country;
    address.since.value = NO_FILTERS.since;
    address.until.value = NO_FILTERS.until;
    address.status.value = NO_FILTERS.status;
    address.text.value = NO_FILTERS.text;
  });
}
