// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { membersOf } from "../views/members";
import { byCountry, shade, shownCities, steps } from "./cities";

const uri = (value: string) => ({ type: "uri" as const, value });
const text = (value: string) => ({ type: "literal" as const, value });
const claim = (city: string, network: string, status: string) => ({
  city: uri(city),
  network: uri(network),
  status: uri(`https://w3id.org/hansa/ontology#${status}`),
});
const place = (city: string, name: string, country: string) => ({
  city: uri(city),
  name: text(name),
  country: uri(country),
});

const members = membersOf(
  [
    claim("urn:riga", "urn:n", "planned"),
    claim("urn:riga", "urn:n", "asserted"),
    claim("urn:turku", "urn:n", "planned"),
    claim("urn:turku", "urn:m", "asserted"),
    claim("urn:company", "urn:n", "asserted"),
  ],
  [
    { ...place("urn:turku", "Turku", "urn:fi"), lat: text("60.5"), long: text("22.3") },
    place("urn:riga", "Riga", "urn:lv"),
    place("urn:oslo", "Oslo", "urn:no"),
  ],
  [{ network: uri("urn:n"), name: text("N") }],
  [],
);

const all = { networks: [], countries: [], isOnly: false, withLone: false };

test("claims of one city and one network are one membership, asserted if any is", () => {
  expect(members.memberships).toEqual([
    { city: "urn:riga", network: "urn:n", isPlanned: false, years: [] },
    { city: "urn:turku", network: "urn:n", isPlanned: true, years: [] },
    { city: "urn:turku", network: "urn:m", isPlanned: false, years: [] },
  ]);
  expect(members.networks.get("urn:m")?.name).toBe("urn:m".split("/").at(-1));
});

test("cities stand by name, those of no network only when they are wanted", () => {
  const names = (choice: object) =>
    shownCities(members, { ...all, ...choice }).map(({ city }) => city.name);
  expect(names({})).toEqual(["Riga", "Turku"]);
  expect(names({ withLone: true })).toEqual(["Oslo", "Riga", "Turku"]);
  expect(names({ networks: ["urn:m"], isOnly: true })).toEqual(["Turku"]);
  expect(names({ countries: ["urn:lv"] })).toEqual(["Riga"]);
});

test("a city is hollow where all that is told of it is planned", () => {
  const [, turku] = shownCities(members, { ...all, networks: ["urn:n"] });
  expect(turku?.isPlanned).toBe(true);
  expect(shownCities(members, all)[1]?.isPlanned).toBe(false);
});

test("shades begin at one and tell larger counts apart", () => {
  expect(byCountry(shownCities(members, all)).get("urn:lv")).toBe(1);
  expect(steps(0)).toEqual([]);
  expect(steps(5)).toEqual([1, 2, 4]);
  expect([0, 1, 3, 9].map((count) => shade(count, steps(5)))).toEqual([0, 1, 2, 3]);
  expect(steps(100_000)).toHaveLength(5);
});
