/** Where things stand on a time line: lanes of rows, in which nothing covers anything else. */

import type { Item } from "./items";

export interface Lane {
  readonly key: string;
  readonly name: string;
  readonly items: readonly Item[];
}

export interface Spot {
  readonly key: string;
  readonly x: number;
  readonly y: number;
  /** Where its month or year begins and ends. */
  readonly left: number;
  readonly right: number;
  /** One, or several that have no room of their own. */
  readonly items: readonly Item[];
  readonly label: string;
}

export interface LaidLane {
  readonly key: string;
  readonly name: string;
  readonly top: number;
  readonly height: number;
  readonly spots: readonly Spot[];
}

export const ROW = 26;
export const NAME = 22;
/** More rows make a lane hard to read; what does not fit is gathered in the last. */
export const MOST_ROWS = 8;
const LONGEST = 34;
const SIDE = 16;

/** Lays lanes out below each other, for a scale from moments to pixels. */
export function laidOut(
  lanes: readonly Lane[],
  scale: (moment: number) => number,
  widthOf: (text: string) => number,
): LaidLane[] {
  let top = 0;
  return lanes.map(({ key, name, items }) => {
    const { spots, rows } = packed(key, items, scale, widthOf, top + NAME);
    const height = NAME + Math.max(rows, 1) * ROW + 6;
    const lane = { key, name, top, height, spots };
    top += height;
    return lane;
  });
}

export const shortened = (text: string) =>
  text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;

function packed(
  lane: string,
  items: readonly Item[],
  scale: (moment: number) => number,
  widthOf: (text: string) => number,
  top: number,
) {
  const ends: number[] = [];
  const spots: Spot[] = [];
  const crowd = new Map<number, Item[]>();
  for (const item of items) {
    const left = scale(item.when.from);
    const right = scale(item.when.to);
    const x = (left + right) / 2;
    const label = shortened(item.name);
    const begin = x - SIDE / 2;
    const row = ends.findIndex((end) => end < begin);
    const place = row >= 0 ? row : ends.length;
    if (place >= MOST_ROWS) {
      const bin = Math.floor(x / 30);
      const there = crowd.get(bin);
      if (there) there.push(item);
      else crowd.set(bin, [item]);
      continue;
    }
    ends[place] = x + SIDE + widthOf(label);
    const y = top + place * ROW + ROW / 2;
    spots.push({ key: `${lane} ${item.key}`, x, y, left, right, items: [item], label });
  }
  const y = top + MOST_ROWS * ROW + ROW / 2;
  for (const [bin, gathered] of crowd) {
    const x = bin * 30 + 15;
    spots.push({ key: `${lane} ${bin}`, x, y, left: x, right: x, items: gathered, label: "" });
  }
  return { spots, rows: ends.length + Number(crowd.size > 0) };
}
