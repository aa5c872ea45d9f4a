import { expect, test } from "vitest";
import type { Item } from "./items";
import { laidOut, MOST_ROWS } from "./layout";
import { whenOf } from "./when";

const items = Array.from({ length: 60 }, (_, n) => ({
  key: `k${n}`,
  name: `Number ${n}`,
  when: whenOf(`${2000 + (n % 5)}`),
})) as unknown as Item[];

test("nothing covers anything else, and what has no room is gathered and counted", () => {
  const scale = (moment: number) => (moment - Date.UTC(2000, 0)) / 2e8;
  const lane = laidOut([{ key: "l", name: "L", items }], scale, (text) => text.length * 9)[0];
  const spots = lane?.spots ?? [];
  expect(spots.flatMap((each) => each.items.map(({ key }) => key)).sort()).toEqual(
    items.map(({ key }) => key).sort(),
  );
  expect(new Set(spots.map(({ y }) => y)).size).toBe(MOST_ROWS + 1);
  for (const one of spots) {
    for (const other of spots) {
      if (one !== other && one.y === other.y) {
        expect(Math.abs(one.x - other.x)).toBeGreaterThanOrEqual(24);
      }
    }
  }
});
