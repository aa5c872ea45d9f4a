// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { placeAt } from "../text/place";
import { suggestion } from "./suggesting";

const of = (marked: string) => suggestion(placeAt(marked.replace("‸", ""), marked.indexOf("‸")));

test("objects are those that the patterns so far lead to, and few enough are looked at", () => {
  const query = of("SELECT * { ?c a hansa:City ; hansa:memberOf ‸ }");
  expect(query).toContain(
    "{ SELECT ?suggested { ?c a hansa:City . ?c hansa:memberOf ?suggested . } LIMIT 5000 }",
  );
});

test("where the patterns say nothing, nothing is asked", () => {
  expect(of("SELECT * { ?c ‸ }")).toBeNull();
  expect(of("SELECT * { ?c a ‸ }")).toBeNull();
  expect(of("SELECT * { ?c ?p ‸ }")).toBeNull();
  expect(of("SELECT ‸ { ?c a ?d }")).toBeNull();
});

test("of one thing the properties it has are asked for", () => {
  expect(of("SELECT * { <urn:a> ‸ }")).toContain("<urn:a> ?suggested ?anything .");
});
