/** The words of the graph: its classes and properties, what they mean, and how often they occur. */

import { type Row, select, text } from "../../doors/sparql";
import { iri } from "../../doors/terms";
import { here } from "../../shell/here";

export interface Concept {
  readonly iri: string;
  readonly label: string;
  readonly definition: string;
  readonly domain: readonly string[];
  readonly range: readonly string[];
}

export interface Vocabulary {
  readonly concepts: ReadonlyMap<string, Concept>;
  readonly classes: ReadonlySet<string>;
  readonly properties: ReadonlySet<string>;
  /** How many things a class has, and how many triples a property, in this generation. */
  readonly counts: ReadonlyMap<string, number>;
  /** How many triples a property has whose subject is of a class, by class. */
  readonly byClass: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Whether counts were asked for, and came or did not. */
  readonly isCounted: boolean;
}

const graph = (name: string) => iri(`${here.base}graph/${name}`);

const MEANINGS = `
SELECT ?iri ?type ?label ?definition ?domain ?range {
  GRAPH ${graph("ontology")} {
    VALUES ?type { owl:Class owl:ObjectProperty owl:DatatypeProperty rdf:Property rdfs:Class }
    ?iri a ?type .
    OPTIONAL { ?iri rdfs:label ?label FILTER(LANGMATCHES(LANG(?label), "en") || LANG(?label) = "") }
    OPTIONAL { ?iri skos:definition|rdfs:comment ?definition }
    OPTIONAL { ?iri rdfs:domain ?domain }
    OPTIONAL { ?iri rdfs:range ?range }
  }
  FILTER(ISIRI(?iri))
}`;

const COUNTS = `
SELECT ?class ?property ?count {
  GRAPH ${graph("description")} {
    { ?dataset void:classPartition ?part . ?part void:class ?class ; void:entities ?count }
    UNION
    { ?dataset void:classPartition ?part . ?part void:class ?class ; void:propertyPartition ?of .
      ?of void:property ?property ; void:triples ?count }
    UNION
    { ?dataset a void:Dataset ; void:propertyPartition ?of .
      ?of void:property ?property ; void:triples ?count }
  }
}`;

export const NOTHING: Vocabulary = {
  concepts: new Map(),
  classes: new Set(),
  properties: new Set(),
  counts: new Map(),
  byClass: new Map(),
  isCounted: false,
};

let known = NOTHING;
let meanings: Promise<void> | null = null;
let counts: Promise<void> | null = null;

/** What is known now. */
export function vocabulary(): Vocabulary {
  return known;
}

/** Loads what classes and properties mean, once; without it there are fewer suggestions. */
export function loadMeanings(): Promise<void> {
  meanings ??= select(MEANINGS).then(
    ({ rows }) => {
      known = { ...known, ...meant(rows) };
    },
    () => undefined,
  );
  return meanings;
}

/** Loads all that suggestions are ranked by, once; counts are asked for only where some are. */
export function loadCounts(): Promise<void> {
  counts ??= loadMeanings().then(async () => {
    const rows = await select(COUNTS).then(
      (found) => found.rows,
      () => [],
    );
    known = withCounts(known, rows);
  });
  return counts;
}

/** Makes concepts of rows of the first query. */
export function meant(
  rows: readonly Row[],
): Pick<Vocabulary, "concepts" | "classes" | "properties"> {
  const concepts = new Map<string, Concept>();
  const classes = new Set<string>();
  const properties = new Set<string>();
  const both = (one: readonly string[], more: string) =>
    more && !one.includes(more) ? [...one, more] : one;
  for (const row of rows) {
    const name = text(row, "iri");
    const before = concepts.get(name);
    concepts.set(name, {
      iri: name,
      label: before?.label || text(row, "label"),
      definition: before?.definition || text(row, "definition"),
      domain: both(before?.domain ?? [], text(row, "domain")),
      range: both(before?.range ?? [], text(row, "range")),
    });
    (/Class$/.test(text(row, "type")) ? classes : properties).add(name);
  }
  return { concepts, classes, properties };
}

/** Adds what rows of the second query count. */
export function withCounts(before: Vocabulary, rows: readonly Row[]): Vocabulary {
  const counts = new Map<string, number>();
  const byClass = new Map<string, Map<string, number>>();
  const classes = new Set(before.classes);
  const properties = new Set(before.properties);
  for (const row of rows) {
    const [kind, property] = [text(row, "class"), text(row, "property")];
    const count = Number(text(row, "count"));
    if (kind && property) {
      const of = byClass.get(kind) ?? new Map<string, number>();
      byClass.set(kind, of.set(property, count));
    } else counts.set(kind || property, count);
    if (kind) classes.add(kind);
    if (property) properties.add(property);
  }
  return { ...before, counts, byClass, classes, properties, isCounted: true };
}
