// @vitest-environment happy-dom
import { expect, test } from "vitest";
import * as shown from "./shown";

test("a heading sorts up, then down, and is in the address by its name", () => {
  const once = shown.pressed("", "city");
  expect(shown.orderOf(once, ["network", "city"])).toEqual({ column: 1, isDescending: false });
  const twice = shown.pressed(once, "city");
  expect(shown.orderOf(twice, ["network", "city"])).toEqual({ column: 1, isDescending: true });
  expect(shown.orderOf(twice, ["other"])).toBeNull();
});

test("all of it stands in the address, and goes with another query", () => {
  shown.view.value = "chart";
  shown.sort.value = "-city";
  shown.names.value = "no";
  for (const each of [shown.filter, shown.labelled, shown.counted, shown.from, shown.to])
    each.value = "a";
  shown.chart.value = "line";
  expect([...new URLSearchParams(location.search).keys()].toSorted()).toEqual(
    [...shown.FIELDS].toSorted(),
  );
  shown.showAnew();
  expect(location.search).toBe("");
});
