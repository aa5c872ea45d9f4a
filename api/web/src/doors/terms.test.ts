import { expect, test } from "vitest";
import { iri, literal, values } from "./terms";

test("what is no IRI never gets into a query", () => {
  expect(iri("https://w3id.org/hansa/id/city/riga-lv")).toBe(
    "<https://w3id.org/hansa/id/city/riga-lv>",
  );
  for (const text of ["http://a> } DROP ALL", "no scheme", "http://a b", "http://a\n"]) {
    expect(() => iri(text)).toThrow(TypeError);
  }
});

test("a literal ends where its text does", () => {
  expect(literal('"} #\\')).toBe('"\\"} #\\\\"');
  expect(literal("two\nlines")).toBe('"two\\nlines"');
});

test("a block of values has every IRI", () => {
  expect(values("s", new Set(["urn:a", "urn:b"]))).toBe("VALUES ?s { <urn:a> <urn:b> }");
});
