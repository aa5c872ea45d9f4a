import { expect, test } from "vitest";
import { around, centred, LARGEST, middle, moved, whole, zoomed, zoomOf } from "./viewport";

const world = { width: 960, height: 480 };
const window = { width: 480, height: 480 };

test("the whole world stands in the middle of the window", () => {
  expect(whole(world, window)).toEqual({ scale: 0.5, x: 0, y: 120 });
});

test("what is pointed at stays where it is when it is zoomed", () => {
  const before = centred([400, 200], 8, world, window);
  const at = [100, 300] as const;
  const after = zoomed(before, 1.5, at, world, window);
  const under = (of: typeof before) => [(at[0] - of.x) / of.scale, (at[1] - of.y) / of.scale];
  expect(under(after)[0]).toBeCloseTo(under(before)[0] ?? 0, 6);
  expect(under(after)[1]).toBeCloseTo(under(before)[1] ?? 0, 6);
});

test("nobody gets lost: the world fills the window, and zoom has its ends", () => {
  const near = centred([480, 240], 8, world, window);
  expect(moved(near, 1e6, 1e6, world, window)).toMatchObject({ x: 0, y: 0 });
  expect(zoomOf(zoomed(near, 1e9, [0, 0], world, window), world, window)).toBe(LARGEST);
  expect(zoomed(near, 1e-9, [0, 0], world, window)).toEqual(whole(world, window));
});

test("some points are shown in the middle, one alone not too near", () => {
  const one = around([[700, 100]], world, window, 40);
  expect(zoomOf(one, world, window)).toBe(40);
  expect(middle(one, window)[0]).toBeCloseTo(700, 6);
  const two = around([[100, 200], [300, 260]], world, window, 40); // biome-ignore format: points
  expect(middle(two, window)[0]).toBeCloseTo(200, 6);
  expect(200 * two.scale).toBeLessThan(480);
});
