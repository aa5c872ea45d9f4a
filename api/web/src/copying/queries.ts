/** Queries that ask for what a page shows. */

import { hansa, iri as term } from "../doors/terms";

/** What a page is about: something with an IRI. */
export interface Subject {
  readonly iri: string;
  readonly label: string;
  readonly kind: string;
}

const PREFIXES = `PREFIX hansa: <${hansa("")}>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
`;

const SAID = `    ?claim rdf:predicate ?relation ; hansa:status ?status ;
      hansa:evidence/oa:hasSelector/oa:exact ?sentence .`;

/** The SPARQL query for what is said of a thing, in a document, or by a claim. */
export function sparqlFor({ iri, kind }: Subject): string {
  const it = term(iri);
  if (kind === "Claim")
    return `${PREFIXES}\nSELECT * WHERE {\n  GRAPH ?document { ${it} ?property ?value }\n}\n`;
  if (kind === "Document") {
    return `${PREFIXES}
# What the document says, each fact with its sentence.
SELECT ?subject ?subjectName ?relation ?object ?objectName ?status ?sentence WHERE {
  GRAPH ${it} {
    ?claim rdf:subject ?subject ; rdf:object ?object .
${SAID}
  }
  OPTIONAL { ?subject rdfs:label ?subjectName }
  OPTIONAL { ?object rdfs:label ?objectName }
} ORDER BY ?subjectName ?relation
`;
  }
  return `${PREFIXES}
# What documents say of it, in both directions, each fact with its sentence.
SELECT ?direction ?relation ?other ?name ?status ?sentence ?document WHERE {
  GRAPH ?document {
    { ?claim rdf:subject ${it} ; rdf:object ?other . BIND("from it" AS ?direction) }
    UNION
    { ?claim rdf:object ${it} ; rdf:subject ?other . BIND("to it" AS ?direction) }
${SAID}
  }
  OPTIONAL { ?other rdfs:label ?name }
} ORDER BY ?direction ?relation ?name
`;
}

const CLAIM = `status property value quote confidence rule
    subject { id name { value } }
    object { id name { value } }
    document { id title date }`;

const BODIES: Record<string, string> = {
  Claim: `... on Claim {
    ${CLAIM}
  }`,
  Document: `... on Document {
    title publisher date language
    facts(first: 50) {
      nodes { property status value subject { id name { value } } object { id name { value } } }
      pageInfo { hasNextPage endCursor }
    }
  }`,
};

const ENTITY = `... on Entity {
    name { value lang }
    names { value lang }
    neighbours(first: 50) {
      nodes { __typename id name { value } }
      pageInfo { hasNextPage endCursor }
    }
    claims(first: 50) {
      ${CLAIM.replaceAll("\n", "\n  ")}
    }
  }`;

/** The GraphQL document that asks for the same. */
export function graphqlFor({ iri, kind }: Subject): string {
  return `query {
  node(id: ${JSON.stringify(iri)}) {
    __typename
    id
    ${(BODIES[kind] ?? ENTITY).replaceAll("\n", "\n  ")}
  }
}
`;
}
