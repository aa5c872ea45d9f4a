/** The SPARQL of the picture. All of it is bounded; what was left out is told by who asks. */

import { inGazetteer } from "../doors/gazetteer";
import { iri, values } from "../doors/terms";
import { INVERSES, KINDS, PROPERTIES } from "./model";

const names = (all: Iterable<string>) => [...all].map((each) => `hansa:${each}`).join(" ");
const KIND = `VALUES ?kind { ${names(KINDS)} }`;
const PROPERTY = `VALUES ?p { ${names(PROPERTIES)} }`;
const BOTH_WAYS = names(new Set([...PROPERTIES, ...Object.values(INVERSES)]));

/** Takes the things with the most links, of a graph that has too many. */
const top = (most: number) =>
  `{ SELECT ?s (COUNT(*) AS ?degree) { VALUES ?any { ${BOTH_WAYS} } ?s ?any ?x }
    GROUP BY ?s ORDER BY DESC(?degree) ?s LIMIT ${most} }`;

export const thingsOfAll = (limit: number) =>
  `SELECT ?s ?kind ?label { ${KIND} ?s a ?kind ; rdfs:label ?label } LIMIT ${limit}`;

export const factsOfAll = (limit: number) =>
  `SELECT ?s ?p ?o { ${PROPERTY} ?s ?p ?o } LIMIT ${limit}`;

export const thingsOfTop = (most: number) =>
  `SELECT ?s ?kind ?label { ${top(most)} ${KIND} ?s a ?kind ; rdfs:label ?label }`;

export const factsOfTop = (most: number, limit: number) =>
  `SELECT ?s ?p ?o { ${top(most)} ${PROPERTY} ?s ?p ?o } LIMIT ${limit}`;

export const COUNT = `SELECT (COUNT(DISTINCT ?s) AS ?n) { ${KIND} ?s a ?kind }`;

/** What is planned, and what is said to have held in a year: neither is in the plain facts. */
export const plannedOfAll = (limit: number) =>
  `SELECT ?s ?p ?o ?year { ${PROPERTY} GRAPH ?d { ?claim hansa:status hansa:planned ; rdf:predicate ?p ;
    rdf:subject ?s ; rdf:object ?o . OPTIONAL { ?claim hansa:year ?year } } } LIMIT ${limit}`;

/** The years are looked for first, since few claims tell one: so it takes half the time. */
export const yearsOfAll = (limit: number) =>
  `SELECT DISTINCT ?s ?p ?o ?year { { SELECT ?d ?claim ?year { GRAPH ?d { ?claim hansa:year ?year } } }
    GRAPH ?d { ?claim rdf:predicate ?p ; rdf:subject ?s ; rdf:object ?o ; hansa:status hansa:asserted } }
    LIMIT ${limit}`;

/** The country of each linked place, which the gazetteer knows. */
export const countries = () => `SELECT ?s ?country { ${inGazetteer("?s hansa:country ?country")} }`;

export const countryNames = () =>
  `SELECT DISTINCT ?s ?label { ${inGazetteer("?s a hansa:Country ; skos:prefLabel ?label")}
    FILTER(LANG(?label) IN ("", "en")) }`;

export const thingsOf = (iris: Iterable<string>) =>
  `SELECT ?s ?kind ?label { ${values("s", iris)} ${KIND} ?s a ?kind ; rdfs:label ?label }`;

/** The facts of things in both directions. */
export function factsOf(iris: readonly string[], limit: number): string {
  return `SELECT ?s ?p ?o { { ${values("s", iris)} ${PROPERTY} ?s ?p ?o } UNION
    { ${values("o", iris)} ${PROPERTY} ?s ?p ?o } } LIMIT ${limit}`;
}

/** What is planned of things, in both directions. */
export function plannedOf(iris: readonly string[], limit: number): string {
  const planned = `GRAPH ?d { ?claim rdf:subject ?s ; rdf:object ?o ; hansa:status hansa:planned ;
    rdf:predicate ?p . OPTIONAL { ?claim hansa:year ?year } }`;
  return `SELECT ?s ?p ?o ?year { ${PROPERTY} { ${values("s", iris)} ${planned} } UNION
    { ${values("o", iris)} ${planned} } } LIMIT ${limit}`;
}

/** The sentences that say so, of each of some relations. */
export function sentencesOf(
  relations: readonly { subject: string; property: string; object: string }[],
  limit: number,
): string {
  const rows = relations.flatMap(({ subject, property, object }) => {
    const row = (s: string, o: string) => `(${iri(s)} hansa:${property} ${iri(o)})`;
    // A partnership is said from either end.
    return property === "partnerOf"
      ? [row(subject, object), row(object, subject)]
      : [row(subject, object)];
  });
  return `SELECT ?s ?p ?o ?claim ?status ?year ?quote ?document ?title ?date {
    VALUES (?s ?p ?o) { ${rows.join(" ")} }
    GRAPH ?document { ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; hansa:status ?status ;
      hansa:evidence/oa:hasSelector/oa:exact ?quote . OPTIONAL { ?claim hansa:year ?year }
      OPTIONAL { ?document dcterms:title ?title } OPTIONAL { ?document dcterms:date ?date } } }
    ORDER BY DESC(?date) ?claim LIMIT ${limit}`;
}
