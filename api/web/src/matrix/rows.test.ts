import { expect, test } from "vitest";
import { inView, led, ROW } from "./rows";

test("of many rows only those in view are drawn", () => {
  const { from, to } = inView(1000 * ROW, 20 * ROW, 5000);
  expect(from).toBeLessThanOrEqual(1000);
  expect(to).toBeGreaterThanOrEqual(1020);
  expect(to - from).toBeLessThan(60);
  expect(inView(0, 600, 3)).toEqual({ from: 0, to: 3 });
});

test("keys lead through the grid and not out of it", () => {
  const key = (name: string, ctrlKey = false) =>
    led({ key: name, ctrlKey }, { row: 0, column: 0 }, 10, 4, 5);
  expect(key("ArrowUp")).toEqual({ row: -1, column: 0 });
  expect(key("ArrowLeft")).toEqual({ row: 0, column: -1 });
  expect(key("PageDown")).toEqual({ row: 5, column: 0 });
  expect(key("End", true)).toEqual({ row: 9, column: 3 });
  expect(key("a")).toBeNull();
});
