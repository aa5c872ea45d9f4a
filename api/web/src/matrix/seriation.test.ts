import { expect, test } from "vitest";
import { seriated } from "./seriation";

/** A band about the diagonal, with rows and columns mixed up. */
const mixed = (n: number) => (n * 7 + 3) % 20;
const band = Array.from({ length: 20 }, (_, row) => {
  const real = mixed(row);
  return [real - 1, real, real + 1].filter((each) => each >= 0 && each < 20).map(mixed);
});

test("a band that was mixed up is found again", () => {
  const { rows, columns } = seriated(band, 20);
  const place = new Map(columns.map((column, at) => [column, at]));
  rows.forEach((row, at) => {
    for (const column of band[row] ?? []) {
      expect(Math.abs((place.get(column) ?? 99) - at)).toBeLessThanOrEqual(2);
    }
  });
});

test("every row and column stays, filled or not", () => {
  const { rows, columns } = seriated([[0], [], [0, 2]], 4);
  expect([...rows].sort()).toEqual([0, 1, 2]);
  expect([...columns].sort()).toEqual([0, 1, 2, 3]);
  expect(seriated([], 0)).toEqual({ rows: [], columns: [] });
});
