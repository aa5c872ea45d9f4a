/** The things and the relations between them, as the picture, its tables and its files have them. */

export const KINDS = [
  "City",
  "Country",
  "Region",
  "Network",
  "Organization",
  "Programme",
  "Project",
  "Agreement",
  "Event",
  "Person",
] as const;
export type Kind = (typeof KINDS)[number];

/** The relations between things, with what the ontology calls each from the other end. */
export const INVERSES = {
  memberOf: "hasMember",
  partnerOf: "partnerOf",
  participatesIn: "hasParticipant",
  partyTo: "hasParty",
  ledBy: "leads",
  chairedBy: "chairs",
  foundedBy: "founded",
  supportedBy: "supports",
  partOf: "hasPart",
  locatedIn: "locationOf",
  underAgreement: "governs",
  worksFor: "employs",
} as const;
export type Property = keyof typeof INVERSES;
export const PROPERTIES = Object.keys(INVERSES) as Property[];

export interface Thing {
  readonly iri: string;
  readonly label: string;
  readonly kind: Kind;
  /** The IRI of the country that the gazetteer gives; "" where it gives none. */
  readonly country: string;
}

export interface Link {
  /** What it is known by: its ends and its property. */
  readonly key: string;
  readonly subject: string;
  readonly property: Property;
  readonly object: string;
  /** Whether a document asserts it; if none does, it is only planned. */
  readonly isAsserted: boolean;
  /** When it held, by documents that say so; in order. */
  readonly years: readonly number[];
}

/** Things by IRI and links by key, in the order in which they came. */
export interface Graph {
  readonly things: ReadonlyMap<string, Thing>;
  readonly links: ReadonlyMap<string, Link>;
}

export const EMPTY: Graph = { things: new Map(), links: new Map() };

/** A link; of a partnership, which has no direction, the first end is the subject. */
export function linkOf(
  subject: string,
  property: Property,
  object: string,
  isAsserted: boolean,
  years: readonly number[] = [],
): Link {
  const turned = INVERSES[property] === property && object < subject;
  const [one, other] = turned ? [object, subject] : [subject, object];
  const key = `${one} ${property} ${other}`;
  return { key, subject: one, property, object: other, isAsserted, years };
}

/** The end of a link that is not this one. */
export function otherEnd(link: Link, iri: string): string {
  return link.subject === iri ? link.object : link.subject;
}

/** Both graphs in one; what is said of the same link is joined. */
export function union(one: Graph, other: Graph): Graph {
  const things = new Map([...one.things, ...other.things]);
  const links = new Map(one.links);
  for (const link of other.links.values()) put(links, link);
  return { things, links };
}

/** Puts a link among others, and joins what is said of the same. */
export function put(links: Map<string, Link>, link: Link): void {
  const known = links.get(link.key);
  const years = known ? [...new Set([...known.years, ...link.years])] : [...link.years];
  links.set(link.key, {
    ...link,
    isAsserted: link.isAsserted || (known?.isAsserted ?? false),
    years: years.sort((a, b) => a - b),
  });
}

/** The links of each thing that has any. */
export function linksByThing(links: Iterable<Link>): Map<string, Link[]> {
  const found = new Map<string, Link[]>();
  const add = (iri: string, link: Link) => {
    const known = found.get(iri);
    if (known) known.push(link);
    else found.set(iri, [link]);
  };
  for (const link of links) {
    add(link.subject, link);
    if (link.object !== link.subject) add(link.object, link);
  }
  return found;
}

/** The part of a graph with the most linked things, where it has more than `most`. */
export function mostLinked(graph: Graph, most: number): Graph {
  if (graph.things.size <= most) return graph;
  const links = linksByThing(graph.links.values());
  const degree = (thing: Thing) => links.get(thing.iri)?.length ?? 0;
  const kept = [...graph.things.values()]
    .sort((a, b) => degree(b) - degree(a) || (a.iri < b.iri ? -1 : 1))
    .slice(0, most);
  return among(graph, new Map(kept.map((thing) => [thing.iri, thing])));
}

/** The links of a graph whose ends are both among these things. */
export function among(graph: Graph, things: ReadonlyMap<string, Thing>): Graph {
  const links = new Map<string, Link>();
  for (const [key, link] of graph.links) {
    if (things.has(link.subject) && things.has(link.object)) links.set(key, link);
  }
  return { things, links };
}
