import { expect, test } from "vitest";
import { type Link, linkOf } from "./model";
import { findWays, MOST_STEPS, stations } from "./ways";

const links = (...ends: [string, string][]) =>
  ends.map(([one, other]) => linkOf(one, "memberOf", other, true));

/** Looks up links as the server does, and counts how often it is asked. */
function around(all: readonly Link[]) {
  const asked: string[][] = [];
  const look = async (iris: readonly string[]) => {
    asked.push([...iris]);
    const found = all.filter((link) => iris.includes(link.subject) || iris.includes(link.object));
    return { links: found, isCut: false };
  };
  return { look, asked };
}

test("all shortest ways are found, from both ends, and no longer one", async () => {
  const all = links(
    ["a", "n1"],
    ["b", "n1"],
    ["a", "n2"],
    ["b", "n2"],
    ["a", "x"],
    ["x", "y"],
    ["y", "b"],
  );
  const { ways } = await findWays("a", "b", around(all).look);
  expect(ways.map((way) => stations("a", way))).toEqual([
    ["a", "n1", "b"],
    ["a", "n2", "b"],
  ]);
});

test("a way of the most steps is found, and a longer one is not", async () => {
  const chain = Array.from({ length: MOST_STEPS + 1 }, (_, i): [string, string] => [
    `${i}`,
    `${i + 1}`,
  ]);
  const { look } = around(links(...chain));
  const [way] = (await findWays("0", String(MOST_STEPS), look)).ways;
  expect(stations("0", way ?? [])).toEqual(["0", "1", "2", "3", "4", "5", "6"]);
  expect((await findWays("0", String(MOST_STEPS + 1), look)).ways).toEqual([]);
});

test("where nothing leads on, it ends without looking further", async () => {
  const { look, asked } = around(links(["a", "b"], ["c", "d"]));
  const found = await findWays("a", "d", look);
  expect(found).toMatchObject({ ways: [], hasGivenUp: false });
  expect(asked.length).toBeLessThan(MOST_STEPS);
});

test("it gives up after too many things, and says so", async () => {
  const wide = Array.from({ length: 30_000 }, (_, i): [string, string] => ["a", `x${i}`]);
  const more = Array.from({ length: 10 }, (_, i): [string, string] => ["b", `y${i}`]);
  const found = await findWays("a", "b", around(links(...wide, ...more)).look);
  expect(found).toMatchObject({ ways: [], hasGivenUp: true });
});

test("a thing is connected with itself", async () => {
  expect((await findWays("a", "a", around([]).look)).ways).toEqual([[]]);
});
