import { expect, test } from "vitest";
import { formatted } from "./format";
import { tokensOf } from "./tokens";

const QUERIES = [
  "PREFIX ex: <urn:x> SELECT ?c (COUNT(*) AS ?n) WHERE{?c a hansa:City;hansa:memberOf ?n.FILTER(?n>1)}GROUP BY ?c ORDER BY DESC(?n) LIMIT 5",
  "SELECT * {\n  # who\n  ?c a hansa:City . # a city\n\n\n  { ?c a ?d } UNION { ?d a ?c }\n}",
  "ASK { ?s hansa:evidence/oa:hasSelector ?o ; ?p [ a ?q ; ?r 5 ] . VALUES ?x { 1 2 } }",
  "SELECT ?x { VALUES ?x { <urn:a> <urn:b> } OPTIONAL { ?x rdfs:label ?l . ?l ?m ?n } }",
];

const words = (text: string) =>
  tokensOf(text)
    .filter((each) => each.kind !== "space")
    .map((each) => each.text);

test.each(QUERIES)("it stays the same query, and is in order then: %s", (query) => {
  const once = formatted(query);
  expect(words(once)).toEqual(words(query));
  expect(formatted(once)).toBe(once);
});

test("one clause or triple stands on a line", () => {
  expect(formatted(QUERIES[0] ?? "")).toBe(`PREFIX ex: <urn:x>
SELECT ?c (COUNT(*) AS ?n)
WHERE{
  ?c a hansa:City;
    hansa:memberOf ?n.
  FILTER(?n>1)
}
GROUP BY ?c
ORDER BY DESC(?n)
LIMIT 5
`);
});

test("comments keep their lines, and one empty line stays", () => {
  expect(formatted(QUERIES[1] ?? "")).toBe(`SELECT * {
  # who
  ?c a hansa:City . # a city

  { ?c a ?d } UNION { ?d a ?c }
}
`);
});
