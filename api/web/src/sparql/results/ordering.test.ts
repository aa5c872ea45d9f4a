import { expect, test } from "vitest";
import { termOf } from "../answers";
import { inSight, keeping, Prepared } from "./ordering";

const prepared = (column: string[]) =>
  new Prepared(
    column.map((cell) => [termOf(cell)]),
    (term) => term.value.replace("urn:", "u:"),
  );
const UP = { column: 0, isDescending: false };
const DOWN = { column: 0, isDescending: true };
const MIXED = ['"b"', "10", "", "9", '"a"'];

test("numbers are in the order of numbers, and what is empty comes last both ways", () => {
  const rows = prepared(MIXED);
  expect(rows.arranged(5, "", UP, null)).toEqual([3, 1, 4, 0, 2]);
  expect(rows.arranged(5, "", DOWN, null)).toEqual([0, 4, 1, 3, 2]);
});

test("words are in the order of words, whatever their case, accents and numbers", () => {
  const rows = prepared(['"Zwolle"', '"Łódź"', '"łaba 10"', '"Laba 9"', '"Ålborg"', '"ålborg"']);
  expect(rows.arranged(6, "", UP, null)).toEqual([4, 5, 3, 2, 1, 0]);
  expect(rows.arranged(6, "", DOWN, null)).toEqual([0, 1, 2, 3, 4, 5]);
});

test("a filter keeps the rows that have the text, as IRIs are written or named", () => {
  expect(prepared(MIXED).arranged(5, "A", null, null)).toEqual([4]);
  expect(prepared(MIXED).arranged(5, " ", null, null)).toBeNull();
  const rows = prepared(["<urn:1>", "<urn:2>", '"Malmö"']);
  const names = new Map([["urn:2", "Malmö"]]);
  expect(rows.arranged(3, "malmo", null, names)).toEqual([1, 2]);
  expect(rows.arranged(3, "malmo", null, null)).toEqual([2]);
  expect(rows.arranged(3, "u:1", null, names)).toEqual([0]);
});

test("names that come later, and rows too, are sorted and sought by", () => {
  const column = ["<urn:a>", "<urn:b>"].map((cell) => [termOf(cell)]);
  const rows = new Prepared(column, (term) => term.value);
  expect(rows.arranged(2, "", UP, new Map())).toEqual([0, 1]);
  expect(rows.arranged(2, "", UP, new Map([["urn:b", "first"]]))).toEqual([1, 0]);
  expect(rows.arranged(2, "urn:c", null, null)).toEqual([]);
  column.push([termOf("<urn:c>")]);
  expect(rows.arranged(3, "urn:c", null, null)).toEqual([2]);
});

test("the row that has the focus stays, as high as it was", () => {
  const sight = { from: 20, to: 40, above: 600, below: 1_800 };
  expect(keeping(30, sight, 30)).toEqual(sight);
  expect(keeping(3, sight, 30)).toEqual({ ...sight, above: 570, kept: 3 });
  expect(keeping(99, sight, 30)).toEqual({ ...sight, below: 1_770, kept: 99 });
  expect(keeping(0, inSight(0, 300, 0, 30), 30).kept).toBeUndefined();
});

test("few rows stand for many, from the first to the last", () => {
  const top = inSight(0, 300, 100_000, 30);
  expect([top.from, top.above]).toEqual([0, 0]);
  expect(top.to).toBeLessThan(30);
  expect(inSight(100_000 * 30 - 300, 300, 100_000, 30).to).toBe(100_000);
  const huge = inSight(8_000_000 - 300, 300, 5_000_000, 30);
  expect(huge.to).toBe(5_000_000);
});
