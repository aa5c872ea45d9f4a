import { expect, test } from "vitest";
import { type Link, placed } from "./network";

const star: Link[] = Array.from({ length: 200 }, (_, at) => ({
  from: `urn:${at}`,
  to: "urn:hub",
  name: "",
}));

test("the things with most links are drawn, all within the picture, and always alike", () => {
  const network = placed(star, 500);
  expect(network.all).toBe(201);
  expect(network.nodes).toHaveLength(150);
  expect(network.nodes[0]?.iri).toBe("urn:hub");
  for (const { x, y } of network.nodes) {
    expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
    expect(Math.max(x, y)).toBeLessThanOrEqual(500);
  }
  expect(placed(star, 500)).toEqual(network);
});

test("one thing, or none, is a picture too", () => {
  expect(placed([], 500).nodes).toEqual([]);
  expect(placed([{ from: "urn:a", to: "urn:a", name: "" }], 500).nodes).toMatchObject([
    { x: 250, y: 250 },
  ]);
});
