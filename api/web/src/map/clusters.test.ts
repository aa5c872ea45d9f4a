import { expect, test } from "vitest";
import { apart, clusters, nextIn } from "./clusters";

const points = Array.from({ length: 400 }, (_, n) => ({
  key: `p${String(n).padStart(3, "0")}`,
  x: (n * 37) % 200,
  y: (n * 91) % 173,
  weight: n % 7,
}));

test("groups keep apart by the reach, and every point is in one of them", () => {
  const found = clusters(points, 20);
  expect(found.flatMap((each) => each.points.map(({ key }) => key)).sort()).toEqual(
    points.map(({ key }) => key).sort(),
  );
  for (const one of found) {
    for (const other of found) {
      if (one !== other)
        expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(19.99);
    }
  }
});

test("groups are the same in whatever order points come", () => {
  const keys = (all: typeof points) => clusters(all, 15).map(({ key }) => key);
  expect(keys([...points].reverse())).toEqual(keys(points));
});

test("arrow keys lead to the nearest in their direction", () => {
  const from = { x: 0, y: 0 };
  const all = [from, { x: 10, y: 2 }, { x: 5, y: 30 }, { x: -4, y: 0 }];
  expect(nextIn("ArrowRight", from, all)).toEqual({ x: 10, y: 2 });
  expect(nextIn("ArrowDown", from, all)).toEqual({ x: 5, y: 30 });
  expect(nextIn("ArrowUp", from, all)).toBeNull();
  expect(nextIn("Enter", from, all)).toBeNull();
});

test("marks of groups do not cover each other, and none of their points is lost", () => {
  const points = Array.from({ length: 2000 }, (_, n) => ({
    key: `p${String(n).padStart(4, "0")}`,
    x: (n * 7919) % 900,
    y: (n * 104_729) % 450,
    weight: n % 7,
  }));
  const radiusOf = (count: number) => 8 + 2 * Math.log2(count);
  const groups = apart(clusters(points, 20), radiusOf);
  expect(groups.reduce((sum, each) => sum + each.points.length, 0)).toBe(points.length);
  const covered = groups.filter((one) =>
    groups.some(
      (other) =>
        one !== other &&
        Math.hypot(one.x - other.x, one.y - other.y) <
          radiusOf(one.points.length) + radiusOf(other.points.length),
    ),
  );
  expect(covered).toEqual([]);
});
