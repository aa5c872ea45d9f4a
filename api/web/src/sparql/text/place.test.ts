import { expect, test } from "vitest";
import { classesOf, linked, placeAt } from "./place";

/** The place of the mark `‸` in a text. */
const at = (marked: string) => placeAt(marked.replace("‸", ""), marked.indexOf("‸"));

test("a group expects subjects, then predicates, then objects", () => {
  expect(at("SELECT * { ‸ }").role).toBe("subject");
  expect(at("SELECT * { ?c ‸ }").role).toBe("predicate");
  expect(at("SELECT * { ?c a ‸ }")).toMatchObject({
    role: "object",
    subject: "?c",
    predicate: "a",
  });
  expect(at("SELECT * { ?c a hansa:City ; ‸ }")).toMatchObject({
    role: "predicate",
    subject: "?c",
  });
  expect(at("SELECT * { ?c a hansa:City , ‸ }")).toMatchObject({ role: "object", predicate: "a" });
  expect(at("SELECT * { ?c a hansa:City . ‸ }").role).toBe("subject");
  expect(at("SELECT * { ?c a hansa:City ‸ }").role).toBe("after");
});

test("what is typed belongs to its place, even at the end of the text", () => {
  expect(at("SELECT * { ?c hansa:mem‸")).toMatchObject({ role: "predicate", typed: "hansa:mem" });
  expect(at('SELECT * { ?c rdfs:label "Tur‸')).toMatchObject({ role: "object", typed: '"Tur' });
  expect(at("SELECT * { ?c hansa:memberOf tur‸ }")).toMatchObject({ role: "object", typed: "tur" });
});

test("clauses, expressions, comments and the prologue are no patterns", () => {
  expect(at("SELECT ?a ‸ { ?a ?b ?c }").role).toBe("expression");
  expect(at("SELECT * { ?a ?b ?c FILTER(‸) }").role).toBe("expression");
  expect(at("SELECT * { ?a ?b ?c FILTER(?c > 1) ‸ }").role).toBe("subject");
  expect(at("SELECT * { # to‸do\n }").role).toBe("text");
  expect(at("PREFIX sk‸").role).toBe("prologue");
  expect(at("SELECT * { GRAPH ?g { ‸ } }").role).toBe("subject");
});

test("paths are one predicate, blank nodes have their own", () => {
  expect(at("ASK { ?a hansa:evidence/oa:hasSelector ‸ }")).toMatchObject({
    role: "object",
    predicate: "hansa:evidence/oa:hasSelector",
  });
  expect(at("ASK { ?a hansa:evidence/‸ }").role).toBe("predicate");
  expect(at("ASK { ?a ?b [ hansa:role ‸ ] }")).toMatchObject({ role: "object", subject: "_:n1" });
});

test("only patterns that bear on the subject are taken, from the groups around", () => {
  const place = at(
    "SELECT * { ?c a hansa:City ; hansa:memberOf ?n . ?x a hansa:Event . { ?y a ?z } OPTIONAL { ?n hansa:hasMember ‸ } }",
  );
  expect(linked(place)).toEqual(["?c a hansa:City .", "?c hansa:memberOf ?n ."]);
  expect(classesOf(place, "?c")).toEqual(["hansa:City"]);
  expect(place.variables).toEqual(["?c", "?n", "?x", "?y", "?z"]);
});
