/** Rows in an order, and those that have a text; as places in the answer, which stays as it came. */

import type { Term } from "../../doors/terms";
import { type Cells, numberOf } from "../answers";

export interface Order {
  readonly column: number;
  readonly isDescending: boolean;
}

const WORDS = new Intl.Collator("en", { numeric: true });

/** The places of the rows to be shown. */
export function arranged(
  rows: readonly Cells[],
  count: number,
  filter: string,
  order: Order | null,
  named: (term: Term) => string,
): readonly number[] | null {
  const words = filter.trim().toLowerCase();
  if (!words && !order) return null;
  let places = Array.from({ length: count }, (_, place) => place);
  if (words) {
    const has = (term: Term | undefined) =>
      term && `${term.value}\n${named(term)}`.toLowerCase().includes(words);
    places = places.filter((place) => rows[place]?.some(has));
  }
  return order ? sorted(places, rows, order, named) : places;
}

function sorted(
  places: number[],
  rows: readonly Cells[],
  { column, isDescending }: Order,
  named: (term: Term) => string,
): number[] {
  const sign = isDescending ? -1 : 1;
  const keys = new Map(places.map((place) => [place, keyOf(rows[place]?.[column], named)]));
  return places.sort((one, other) => compare(keys.get(one), keys.get(other), sign) || one - other);
}

type Key = number | string | null;

function keyOf(term: Term | undefined, named: (term: Term) => string): Key {
  if (!term) return null;
  return numberOf(term) ?? named(term);
}

/** Numbers before words, and what has no value last, whichever the direction. */
function compare(one: Key | undefined, other: Key | undefined, sign: number): number {
  if (one == null || other == null) return Number(one == null) - Number(other == null);
  if (typeof one === "number" && typeof other === "number") return sign * (one - other);
  if (typeof one !== typeof other) return sign * (typeof one === "number" ? -1 : 1);
  return sign * WORDS.compare(String(one), String(other));
}

/** Which rows are in sight: the table is as high as a browser can make it, and no higher. */
export function inSight(scroll: number, height: number, count: number, rowHeight: number): Sight {
  const whole = Math.min(count * rowHeight, HIGHEST);
  const visible = Math.ceil(height / rowHeight);
  const fraction = whole > height ? Math.min(1, scroll / (whole - height)) : 0;
  const isExact = count * rowHeight <= HIGHEST;
  const first = isExact ? Math.floor(scroll / rowHeight) : Math.floor(fraction * (count - visible));
  const from = Math.max(0, Math.min(first, count - 1) - MARGIN);
  const to = Math.min(count, Math.max(0, first) + visible + MARGIN);
  const above = isExact ? from * rowHeight : Math.max(0, scroll - (first - from) * rowHeight);
  return { from, to, above, below: Math.max(0, whole - above - (to - from) * rowHeight) };
}

export interface Sight {
  readonly from: number;
  readonly to: number;
  /** Pixels of the rows that are not there. */
  readonly above: number;
  readonly below: number;
}

const MARGIN = 8;
/** Firefox draws nothing that is higher than about 17 million pixels. */
const HIGHEST = 8_000_000;
