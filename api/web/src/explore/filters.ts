/** Which part of a graph is shown. */

import { folded } from "../parts/folding";
import type { Graph, Kind, Link, Property, Thing } from "./model";

export type Status = "" | "asserted" | "planned";

export interface Filters {
  /** Kinds that are hidden. */
  readonly without: readonly string[];
  /** The only relation that is shown; "" for all. */
  readonly relation: Property | "";
  /** The IRI of a country; what is linked with a place of it stays. */
  readonly country: string;
  readonly since: number | null;
  readonly until: number | null;
  readonly status: Status;
  /** What names contain; what is linked with them stays. */
  readonly text: string;
}

export const NO_FILTERS: Filters = {
  without: [],
  relation: "",
  country: "",
  since: null,
  until: null,
  status: "",
  text: "",
};

/** Whether anything is filtered by relations; things without one are left out then. */
function filtersLinks({ relation, since, until, status }: Filters): boolean {
  return relation !== "" || since !== null || until !== null || status !== "";
}

/** Returns what filters let through; things in `kept` and links between them always. */
export function filtered(graph: Graph, filters: Filters, kept: ReadonlySet<string>): Graph {
  const hidden = new Set(filters.without);
  const isOfKind = (iri: string) => {
    const kind: Kind | undefined = graph.things.get(iri)?.kind;
    return kind !== undefined && (!hidden.has(kind) || kept.has(iri));
  };
  const isKept = (link: Link) => kept.has(link.subject) && kept.has(link.object);
  const candidates = [...graph.links.values()].filter(
    (link) =>
      isOfKind(link.subject) && isOfKind(link.object) && (isKept(link) || holds(link, filters)),
  );
  const meant = meantBy(graph, filters);
  const links = meant
    ? candidates.filter((each) => meant.has(each.subject) || meant.has(each.object) || isKept(each))
    : candidates;
  const wanted = new Set(links.flatMap(({ subject, object }) => [subject, object]));
  const needsLink = filtersLinks(filters);
  const things = [...graph.things].filter(
    ([iri]) =>
      isOfKind(iri) &&
      (wanted.has(iri) || kept.has(iri) || (!needsLink && (meant === null || meant.has(iri)))),
  );
  return { things: new Map(things), links: new Map(links.map((link) => [link.key, link])) };
}

function holds(link: Link, { relation, since, until, status }: Filters): boolean {
  if (relation && link.property !== relation) return false;
  if (status && link.isAsserted !== (status === "asserted")) return false;
  if (since === null && until === null) return true;
  return link.years.some((year) => year >= (since ?? year) && year <= (until ?? year));
}

/** The things that text and country mean; null where neither is asked for. */
function meantBy(graph: Graph, { text, country }: Filters): Set<string> | null {
  if (!text.trim() && !country) return null;
  const wanted = folded(text.trim());
  const isMeant = (thing: Thing) =>
    (!country || thing.country === country) && folded(thing.label).includes(wanted);
  return new Set([...graph.things.values()].filter(isMeant).map(({ iri }) => iri));
}
