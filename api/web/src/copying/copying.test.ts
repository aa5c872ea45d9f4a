// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { texts } from "../texts";
import { bibtex, citation } from "./citations";
import { graphqlFor, sparqlFor } from "./queries";

const subject = {
  iri: "https://w3id.org/hansa/id/city/turku-fi",
  label: "Turku & {Åbo}",
  kind: "City",
};
const cited = {
  ...subject,
  address: "http://h/id/city/turku-fi?generation=3",
  generation: 3,
  day: "2026-05-04",
};

test("a reference names the generation and its address", () => {
  const text = citation(cited, texts.copying);
  expect(text).toContain("generation 3");
  expect(text).toContain(cited.address);
});

test("BibTeX takes nothing in a name for a command", () => {
  const entry = bibtex(cited, texts.copying);
  expect(entry).toContain("title = {{Turku \\& \\{Åbo\\}}}");
  expect(entry).toMatch(/^@misc\{hansa-turku-fi-g3,/);
});

test("an IRI that is none enters no query", () => {
  expect(() => sparqlFor({ ...subject, iri: "x> } DROP ALL" })).toThrow(TypeError);
  expect(graphqlFor({ ...subject, iri: 'a"b' })).toContain('node(id: "a\\"b")');
});
