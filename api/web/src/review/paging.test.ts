import { expect, test } from "vitest";
import { readOn } from "./paging";

/** A list as a server gives it, a hundred at most, and how much was asked for each time. */
function listOf(count: number) {
  const all = Array.from({ length: count }, (_, place) => place);
  const asked: number[] = [];
  const ask = async (first: number, after: string | null) => {
    if (first > 100) throw new Error("too many");
    asked.push(first);
    const from = after === null ? 0 : Number(after) + 1;
    const nodes = all.slice(from, from + first);
    const endCursor = String(nodes.at(-1) ?? "");
    return { nodes, pageInfo: { endCursor, hasNextPage: from + first < count } };
  };
  return { all, asked, ask };
}
const itself = (each: number) => each;

test("a list of more than a hundred is read to its end", async () => {
  const { all, ask } = listOf(250);
  expect((await readOn(ask, itself, Number.POSITIVE_INFINITY)).nodes).toEqual(all);
});

test("what is known is not asked for again", async () => {
  const { all, asked, ask } = listOf(250);
  const some = await readOn(ask, itself, 120);
  const more = await readOn(ask, itself, 140, some);
  expect(asked).toEqual([100, 20, 20]);
  expect(more.nodes).toEqual(all.slice(0, 140));
  expect(more.pageInfo.hasNextPage).toBe(true);
});

test("an empty list has an end too", async () => {
  expect((await readOn(listOf(0).ask, itself, 20)).nodes).toEqual([]);
});
