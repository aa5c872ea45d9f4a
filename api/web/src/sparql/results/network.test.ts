import { expect, test } from "vitest";
import { termOf } from "../answers";
import { drawn, fitted, linksOfRows, MOST_LINKS, startOf } from "./network";

const row = (from: string, to: string) => [termOf(`<urn:${from}>`), termOf(`<urn:${to}>`)];
const star = linksOfRows(
  Array.from({ length: 200 }, (_, at) => row(String(at), "hub")),
  0,
  1,
);

test("the things with most links are drawn", () => {
  const network = drawn(star);
  expect(network.all).toBe(201);
  expect(network.things).toHaveLength(150);
  expect(network.things[0]).toEqual({ iri: "urn:hub", links: 200 });
  expect(drawn(star)).toEqual(network);
});

test("a link that stands in many rows is one, with their number", () => {
  const rows = [row("a", "b"), row("a", "c"), row("a", "c"), [termOf("1"), termOf("<urn:b>")]];
  const links = linksOfRows(rows, 0, 1);
  expect(links.map(({ to, weight }) => [to, weight])).toEqual([
    ["urn:b", 1],
    ["urn:c", 2],
  ]);
  expect(drawn(links).links[0]?.to).toBe("urn:c");
  expect(drawn(links).things[0]).toEqual({ iri: "urn:a", links: 2 });
});

test("of very many links those of most rows are drawn, and all are counted", () => {
  const rows = Array.from({ length: 100 * 100 }, (_, at) =>
    row(`a${at % 70}`, `b${(at * 7) % 71}`),
  );
  const network = drawn(
    linksOfRows([...rows, ...Array.from({ length: 9 }, () => row("a1", "b1"))], 0, 1),
  );
  expect(network.links).toHaveLength(MOST_LINKS);
  expect(network.amongThem).toBe(70 * 71);
  expect(network.allLinks).toBe(70 * 71);
  expect(network.links[0]).toMatchObject({ from: "urn:a1", to: "urn:b1" });
});

test("places fill the picture and stay within; one thing stands in the middle, none is none", () => {
  for (const { x, y } of fitted(startOf(150), 500)) {
    expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
    expect(Math.max(x, y)).toBeLessThanOrEqual(500);
  }
  expect(fitted(startOf(1), 500)).toEqual([{ x: 250, y: 250 }]);
  expect(fitted([], 500)).toEqual([]);
});
