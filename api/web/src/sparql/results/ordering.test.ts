import { expect, test } from "vitest";
import type { Term } from "../../doors/terms";
import { termOf } from "../answers";
import { arranged, inSight } from "./ordering";

const rows = ['"b"', "10", "", "9", '"a"'].map((cell) => [termOf(cell)]);
const named = (term: Term) => term.value;

test("numbers are in the order of numbers, and what is empty comes last both ways", () => {
  expect(arranged(rows, 5, "", { column: 0, isDescending: false }, named)).toEqual([3, 1, 4, 0, 2]);
  expect(arranged(rows, 5, "", { column: 0, isDescending: true }, named)?.at(-1)).toBe(2);
});

test("a filter keeps the rows that have the text", () => {
  expect(arranged(rows, 5, "A", null, named)).toEqual([4]);
  expect(arranged(rows, 5, " ", null, named)).toBeNull();
});

test("few rows stand for many, from the first to the last", () => {
  const top = inSight(0, 300, 100_000, 30);
  expect([top.from, top.above]).toEqual([0, 0]);
  expect(top.to).toBeLessThan(30);
  expect(inSight(100_000 * 30 - 300, 300, 100_000, 30).to).toBe(100_000);
  const huge = inSight(8_000_000 - 300, 300, 5_000_000, 30);
  expect(huge.to).toBe(5_000_000);
});
