/** The sentences behind what a view shows, asked for when somebody looks at it. */

import type { Asking } from "../doors/fetching";
import { type Row, select, text } from "../doors/sparql";
import { iri, values } from "../doors/terms";

export interface Sentence {
  readonly claim: string;
  readonly subject: string;
  readonly property: string;
  readonly object: string;
  readonly isPlanned: boolean;
  readonly year: string;
  readonly quote: string;
  readonly document: string;
  readonly title: string;
}

/** What a sentence is asked by; at least one end is an IRI. */
export interface About {
  readonly subject?: string;
  readonly property?: string;
  readonly object?: string;
}

/** More sentences than this are on the page of the thing. */
export const MOST_SENTENCES = 200;

/** Returns the sentences about something, the newest documents first. */
export async function sentencesOf(about: About, asking: Asking = {}): Promise<readonly Sentence[]> {
  const bound = { subject: about.subject, predicate: about.property, object: about.object };
  const ends = Object.entries(bound).map(
    ([name, value]) => `rdf:${name} ${value ? iri(value) : `?${name}`}`,
  );
  const query = `SELECT * { GRAPH ?document {
    ?claim ${ends.join(" ; ")} . ${QUOTE}
    OPTIONAL { ?document dcterms:date ?date }
  } } ORDER BY DESC(?date) ?document ?claim LIMIT ${MOST_SENTENCES}`;
  return (await select(query, asking)).rows.map((row) => sentenceOf(row, about));
}

/** For each object, how many sentences there are and the one of the newest document. */
export type Newest = ReadonlyMap<string, { readonly count: number; readonly sentence: Sentence }>;

/** As many claims are asked for at once. */
const BATCH = 200;

/** Returns the newest sentence for each object of a thing, however many sentences there are. */
export async function newestOf(
  subject: string,
  property: string,
  asking: Asking = {},
): Promise<Newest> {
  const said = `?claim rdf:subject ${iri(subject)} ; rdf:predicate ${iri(property)} ; rdf:object ?object`;
  // A date, which has no spaces, and the claim: the greatest of these is of the newest document.
  const query = `SELECT ?object (COUNT(DISTINCT ?claim) AS ?count) (MAX(?dated) AS ?last) { GRAPH ?document { ${said}
    OPTIONAL { ?document dcterms:date ?date }
    BIND(CONCAT(COALESCE(STR(?date), ""), " ", STR(?claim)) AS ?dated) } } GROUP BY ?object`;
  const { rows } = await select(query, asking);
  const found = new Map<string, { count: number; sentence: Sentence }>();
  for (let start = 0; start < rows.length; start += BATCH) {
    const batch = rows.slice(start, start + BATCH);
    const claims = batch.map((row) => text(row, "last").split(" ")[1] ?? "");
    const quoted = await select(quotesOf(claims), asking);
    const quotes = new Map(quoted.rows.map((row) => [text(row, "claim"), row]));
    batch.forEach((row, place) => {
      const quote = quotes.get(claims[place] ?? "");
      if (!quote) return;
      const sentence = sentenceOf(quote, { subject, property, object: text(row, "object") });
      found.set(text(row, "object"), { count: Number(text(row, "count")), sentence });
    });
  }
  return found;
}

const QUOTE = `?claim hansa:status ?status ; hansa:evidence/oa:hasSelector/oa:exact ?quote
    OPTIONAL { ?claim hansa:year ?year }
    OPTIONAL { ?document dcterms:title ?title }`;

const quotesOf = (claims: readonly string[]) =>
  `SELECT * { ${values("claim", claims)} GRAPH ?document { ${QUOTE} } }`;

function sentenceOf(row: Row, about: About): Sentence {
  return {
    claim: text(row, "claim"),
    subject: about.subject ?? text(row, "subject"),
    property: about.property ?? text(row, "predicate"),
    object: about.object ?? text(row, "object"),
    isPlanned: text(row, "status").endsWith("#planned"),
    year: text(row, "year"),
    quote: text(row, "quote"),
    document: text(row, "document"),
    title: text(row, "title"),
  };
}
