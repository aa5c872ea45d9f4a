import { expect, test } from "vitest";
import { labelsOf } from "./labels";
import { KINDS, linkOf } from "./model";
import { linkAt, paintingOf, sceneOf, thingAt } from "./scene";
import { svgPath } from "./shapes";
import { svgOf } from "./svg";

const NAMES = ["a", "b", "c"];
const things = new Map(
  NAMES.map((iri) => [iri, { iri, label: `<${iri}> & co`, kind: "City" as const, country: "" }]),
);
const planned = linkOf("a", "memberOf", "b", false);
const graph = { things, links: new Map([[planned.key, planned]]) };
const places = new Map([
  ["a", { x: -100, y: 0 }],
  ["b", { x: 100, y: 0 }],
  ["c", { x: 101, y: 2 }],
]);
const scene = sceneOf(graph, places);
const painting = paintingOf(scene);
const size = { width: 400, height: 300 };
const view = { x: 0, y: 0, scale: 1 };
const colours = {
  ...{ paper: "#fff", ink: "#000", soft: "#555", edge: "#777", planned: "#850", accent: "#04a" },
  kinds: KINDS.map(() => "#07b"),
};

test("the thing or relation at a point is found, the nearest of several", () => {
  expect(thingAt(scene, view, size, { x: 100, y: 150 }, 1)).toBe(0);
  expect(scene.iris[thingAt(scene, view, size, { x: 301, y: 153 }, 1)]).toBe("c");
  expect(thingAt(scene, view, size, { x: 200, y: 20 }, 1)).toBe(-1);
  expect(linkAt(scene, view, size, { x: 200, y: 152 })).toBe(0);
  expect(linkAt(scene, view, size, { x: 200, y: 170 })).toBe(-1);
});

test("no name stands over another", () => {
  const labels = labelsOf(painting, view, size, 1, (text) => text.length * 7);
  expect(labels.map(({ text }) => text)).toEqual(["<a> & co", "<b> & co"]);
});

test("of a crowd only the greatest are named, and all of those that are near", () => {
  const crowd = Array.from({ length: 400 }, (_, n) => `t${n}`);
  const many = new Map(
    crowd.map((iri) => [iri, { iri, label: iri, kind: "City" as const, country: "" }]),
  );
  const spread = new Map(
    crowd.map((iri, n) => [iri, { x: (n % 20) * 60, y: Math.floor(n / 20) * 60 }]),
  );
  const all = paintingOf(sceneOf({ things: many, links: new Map() }, spread));
  const named = (scale: number) =>
    labelsOf(all, { x: 570, y: 570, scale }, size, 0.25, (text) => text.length * 7).length;
  expect(named(0.25)).toBeLessThan(20);
  expect(named(2)).toBe(4 * 2);
});

test("the SVG has names as texts whatever they are, and marks plans by dashes", () => {
  const labels = labelsOf(painting, view, size, 1, (text) => text.length * 7);
  const text = svgOf(painting, { view, size, fit: 1, colours }, labels, "a <title>");
  expect(text).toContain("&lt;a&gt; &amp; co</text>");
  expect(text).not.toContain("<a>");
  expect(text.match(/stroke-dasharray/g)).toHaveLength(1);
});

test("every kind has a shape of its own", () => {
  expect(new Set(KINDS.map((kind) => svgPath(kind, 0, 0, 10))).size).toBe(KINDS.length);
});
