// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { address, iriAt, linkTo, readHere } from "./here";

const page = "http://127.0.0.1:8000/data/hansa/id/city/riga-lv.html?generation=3";
const data = { root: "../../", base: "https://w3id.org/hansa/", generation: "3", asked: "3" };
const here = readHere(data, page);

test("addresses lead to the root of the server behind its prefix, and keep the generation", () => {
  expect(address("search", { q: "Rīga & more" }, here).href).toBe(
    "http://127.0.0.1:8000/data/hansa/search?generation=3&q=R%C4%ABga+%26+more",
  );
});

test("an IRI of the data leads here, one of elsewhere there, one that is no address nowhere", () => {
  expect(linkTo("https://w3id.org/hansa/id/city/turku-fi", here)).toBe(
    "http://127.0.0.1:8000/data/hansa/id/city/turku-fi?generation=3",
  );
  expect(linkTo("https://sws.geonames.org/1/", here)).toBe("https://sws.geonames.org/1/");
  expect(linkTo("javascript:alert(1)", here)).toBeNull();
});

test("what follows the base leads nowhere but to this server", () => {
  for (const rest of ["javascript:alert(1)", "//evil.example", "//a:b", "../../../../x"]) {
    const to = linkTo(`https://w3id.org/hansa/${rest}`, here);
    expect(to === null || to.startsWith("http://127.0.0.1:8000/data/hansa/")).toBe(true);
  }
});

test("a page of the newest generation asks for none", () => {
  const newest = readHere({ root: "./", generation: "7" }, "http://h/explore");
  expect(newest.generation).toBe(7);
  expect(address("changes", {}, newest).href).toBe("http://h/changes");
});

test("an address on this server leads back to its IRI", () => {
  const iri = "https://w3id.org/hansa/claim/0a1b";
  expect(iriAt(linkTo(iri, here) ?? "", here)).toBe(iri);
  expect(iriAt("https://elsewhere.example/claim/0a1b", here)).toBeNull();
});
