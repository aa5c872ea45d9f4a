import { expect, test } from "vitest";
import { folded } from "../parts/folding";
import { filtered, NO_FILTERS } from "./filters";
import { type Graph, type Kind, type Link, linkOf, mostLinked, put, union } from "./model";
import { sceneOf } from "./scene";
import { startingPlaces } from "./start";
import { between, fitted, panned, sightPart, toPlane, toScreen, zoomed } from "./view";

const thing = (iri: string, kind: Kind, country = "") => ({
  iri,
  label: iri.toUpperCase(),
  kind,
  country,
});

function graphOf(links: readonly Link[]): Graph {
  const things = [
    thing("riga", "City", "latvia"),
    thing("turku", "City", "finland"),
    thing("ghent", "City"),
    thing("bhcn", "Network"),
    thing("plan", "Programme"),
    thing("lone", "Person"),
  ];
  const all = new Map<string, Link>();
  for (const link of links) put(all, link);
  return { things: new Map(things.map((each) => [each.iri, each])), links: all };
}

const GRAPH = graphOf([
  linkOf("riga", "memberOf", "bhcn", true, [2019]),
  linkOf("turku", "memberOf", "bhcn", true),
  linkOf("turku", "participatesIn", "plan", false, [2030]),
  linkOf("turku", "partnerOf", "ghent", true),
]);
const NOTHING = new Set<string>();
const iris = (graph: Graph) => [...graph.things.keys()].sort();

test("a partnership is one relation from whichever end it is told", () => {
  expect(linkOf("b", "partnerOf", "a", true)).toEqual(linkOf("a", "partnerOf", "b", true));
  expect(linkOf("b", "memberOf", "a", true).subject).toBe("b");
});

test("what is planned and asserted is a fact, with the years of both", () => {
  const links = new Map<string, Link>();
  put(links, linkOf("a", "memberOf", "b", false, [2021]));
  put(links, linkOf("a", "memberOf", "b", true, [2019, 2021]));
  expect([...links.values()]).toMatchObject([{ isAsserted: true, years: [2019, 2021] }]);
  const other = { things: new Map(), links: new Map([...links]) };
  expect(union(other, other).links.size).toBe(1);
});

test("of too many things those with the most relations stay", () => {
  expect(iris(mostLinked(GRAPH, 2))).toEqual(["bhcn", "turku"]);
  expect([...mostLinked(GRAPH, 2).links.keys()]).toEqual(["turku memberOf bhcn"]);
});

test("filters keep what is linked with what is meant", () => {
  const by = (wanted: object) => iris(filtered(GRAPH, { ...NO_FILTERS, ...wanted }, NOTHING));
  expect(by({})).toHaveLength(6);
  expect(by({ without: ["City"] })).toEqual(["bhcn", "lone", "plan"]);
  expect(by({ relation: "partnerOf" })).toEqual(["ghent", "turku"]);
  expect(by({ status: "planned" })).toEqual(["plan", "turku"]);
  expect(by({ since: 2018, until: 2020 })).toEqual(["bhcn", "riga"]);
  expect(by({ since: 2030 })).toEqual(["plan", "turku"]);
  expect(by({ country: "latvia" })).toEqual(["bhcn", "riga"]);
  expect(by({ text: "lone" })).toEqual(["lone"]);
  expect(by({ text: "gent" })).toEqual([]);
  expect(folded("Gdańsk")).toBe("gdansk");
});

test("what was asked for is shown in spite of filters", () => {
  const hidden = { ...NO_FILTERS, without: ["Network"] };
  const shown = filtered(GRAPH, hidden, new Set(["bhcn", "riga"]));
  expect(shown.things.has("bhcn")).toBe(true);
  expect(shown.links.has("riga memberOf bhcn")).toBe(true);
});

test("the same graph starts at the same places, each of its own", () => {
  const places = startingPlaces(GRAPH);
  const turned = { ...GRAPH, things: new Map([...GRAPH.things].reverse()) };
  expect(new Map([...startingPlaces(turned)].sort())).toEqual(new Map([...places].sort()));
  const told = [...places.values()].map(({ x, y }) => `${x} ${y}`);
  expect(new Set(told).size).toBe(GRAPH.things.size);
});

test("a scene has the ends and the kinds of its graph, best linked first", () => {
  const scene = sceneOf(GRAPH, startingPlaces(GRAPH));
  expect(scene.iris[scene.painted.ranked[0] ?? -1]).toBe("turku");
  expect(scene.painted.planned.reduce((sum, each) => sum + each, 0)).toBe(1);
  scene.keys.forEach((key, number) => {
    const ends = [scene.painted.ends[2 * number], scene.painted.ends[2 * number + 1]];
    expect(key.startsWith(scene.iris[ends[0] ?? -1] ?? "?")).toBe(true);
    expect(key.endsWith(scene.iris[ends[1] ?? -1] ?? "?")).toBe(true);
  });
});

test("what has no place yet stands beside a neighbour that has one", () => {
  const scene = sceneOf(GRAPH, new Map([["bhcn", { x: 500, y: 500 }]]));
  const at = scene.iris.indexOf("riga");
  const far = Math.hypot((scene.xs[at] ?? 0) - 500, (scene.ys[at] ?? 0) - 500);
  expect(far).toBeGreaterThan(5);
  expect(far).toBeLessThan(100);
});

test("a sight in an address is read as it was written, and nothing else is", () => {
  const sight = { x: -12, y: 340, zoom: 2.5 };
  expect(sightPart.read(sightPart.write(sight))).toEqual(sight);
  for (const text of ["", "1,2", "1,2,x", "1,2,0", "1,2,1e9"])
    expect(sightPart.read(text)).toBeNull();
});

test("what is under the hand stays there when it zooms", () => {
  const size = { width: 800, height: 600 };
  const view = panned(fitted([0, 100], [0, 50], size), 30, 10);
  const at = { x: 200, y: 100 };
  const before = toPlane(view, size, at);
  const nearer = zoomed(view, size, 2, at, view.scale);
  expect(nearer.scale).toBe(view.scale * 2);
  expect(toScreen(nearer, size, before).x).toBeCloseTo(at.x);
  expect(toScreen(nearer, size, before).y).toBeCloseTo(at.y);
  expect(between(view, nearer, size)).toMatch(/^matrix\(/);
});

test("a picture that a hand moves goes by whole pixels", () => {
  const view = { x: 0.1, y: 0, scale: 3 };
  expect(between(view, panned(view, 10, -7), { width: 801, height: 600 })).toBe(
    "translate(10px, -7px)",
  );
});
