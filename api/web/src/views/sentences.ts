/** The sentences behind what a view shows, asked for when somebody looks at it. */

import type { Asking } from "../doors/fetching";
import { type Row, select, text } from "../doors/sparql";
import { iri } from "../doors/terms";

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
    ?claim ${ends.join(" ; ")} ; hansa:status ?status ; hansa:evidence/oa:hasSelector/oa:exact ?quote
    OPTIONAL { ?claim hansa:year ?year }
    OPTIONAL { ?document dcterms:title ?title }
    OPTIONAL { ?document dcterms:date ?date }
  } } ORDER BY DESC(?date) ?document ?claim LIMIT ${MOST_SENTENCES}`;
  return (await select(query, asking)).rows.map((row) => sentenceOf(row, about));
}

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
