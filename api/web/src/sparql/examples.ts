/** Queries that show what SPARQL is for here, beside the questions of the catalogue. */

import { texts } from "../texts";

const T = texts.sparql.examples.queries;

export interface OwnExample {
  readonly title: string;
  readonly note: string;
  readonly text: string;
}

export const OWN: readonly OwnExample[] = [
  {
    ...T.members,
    text: `SELECT ?network ?networkName (COUNT(DISTINCT ?member) AS ?members)
WHERE {
  ?network a hansa:Network ;
    rdfs:label ?networkName ;
    hansa:hasMember ?member .
}
GROUP BY ?network ?networkName
ORDER BY DESC(?members) ?networkName
`,
  },
  {
    ...T.places,
    text: `SELECT DISTINCT ?city ?cityName ?lat ?long
WHERE {
  ?city a hansa:City ;
    hansa:memberOf ?network ;
    rdfs:label ?cityName .
  GRAPH ?gazetteer { ?city wgs84:lat ?lat ; wgs84:long ?long }
}
ORDER BY ?cityName
`,
  },
  {
    ...T.belonging,
    text: `SELECT ?member ?network
WHERE {
  ?member hansa:memberOf ?network .
}
ORDER BY ?network ?member
`,
  },
  {
    ...T.claims,
    text: `SELECT ?document ?subject ?relation ?object ?quote
WHERE {
  GRAPH ?document {
    ?claim rdf:subject ?subject ;
      rdf:predicate ?relation ;
      rdf:object ?object ;
      hansa:evidence/oa:hasSelector/oa:exact ?quote .
  }
}
ORDER BY ?document ?subject
LIMIT 200
`,
  },
  {
    ...T.graph,
    text: `CONSTRUCT { ?member hansa:memberOf ?network }
WHERE {
  ?network rdfs:label "Baltic Harbour Cities Network"@en .
  ?member hansa:memberOf ?network .
}
`,
  },
  {
    ...T.classes,
    text: `SELECT ?class (COUNT(?thing) AS ?things)
WHERE {
  ?thing a ?class .
}
GROUP BY ?class
ORDER BY DESC(?things)
`,
  },
  {
    ...T.planned,
    text: `ASK {
  GRAPH ?document {
    ?claim rdf:predicate hansa:memberOf ;
      hansa:status hansa:planned .
  }
}
`,
  },
];
