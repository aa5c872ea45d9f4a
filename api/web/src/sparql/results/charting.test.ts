import { expect, test } from "vitest";
import { termOf } from "../answers";
import { numberColumns, ticks } from "./charting";

test("axes count by ones, twos and fives, and begin at zero", () => {
  expect(ticks([3, 15])).toEqual([0, 5, 10, 15]);
  expect(ticks([0.02, 0.11])).toEqual([0, 0.05, 0.1, 0.15]);
  expect(ticks([-4, 7])).toEqual([-5, 0, 5, 10]);
  expect(ticks([0])).toEqual([0, 0.2]);
});

test("a column is of numbers where all that stands in it is one", () => {
  const rows = [
    ["<urn:a>", "1", "2"],
    ["<urn:b>", "", '"x"'],
  ].map((row) => row.map(termOf));
  expect(numberColumns(["a", "b", "c"], rows)).toEqual([1]);
});
