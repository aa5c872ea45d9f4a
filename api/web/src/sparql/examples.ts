/** Queries that show what SPARQL is for here, beside the questions of the catalogue. */

export interface OwnExample {
  readonly title: string;
  readonly note: string;
  readonly text: string;
}

export const OWN: readonly OwnExample[] = [
  {
    title: "Networks by the number of their members",
    note: "a chart",
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
    title: "Cities of networks, with their places",
    note: "a map",
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
    title: "Who is a member of what",
    note: "a picture; with sentences behind each row",
    text: `SELECT ?member ?network
WHERE {
  ?member hansa:memberOf ?network .
}
ORDER BY ?network ?member
`,
  },
  {
    title: "What documents claim, with their words",
    note: "claims stand in the graphs of documents",
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
    title: "Everything about one network, as a graph",
    note: "CONSTRUCT: Turtle and a picture",
    text: `CONSTRUCT { ?member hansa:memberOf ?network }
WHERE {
  ?network rdfs:label "Baltic Harbour Cities Network"@en .
  ?member hansa:memberOf ?network .
}
`,
  },
  {
    title: "Which classes there are, and how many things are of each",
    note: "to look around",
    text: `SELECT ?class (COUNT(?thing) AS ?things)
WHERE {
  ?thing a ?class .
}
GROUP BY ?class
ORDER BY DESC(?things)
`,
  },
  {
    title: "Does any document plan a membership?",
    note: "ASK: yes or no",
    text: `ASK {
  GRAPH ?document {
    ?claim rdf:predicate hansa:memberOf ;
      hansa:status hansa:planned .
  }
}
`,
  },
];
