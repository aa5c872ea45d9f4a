/** Rows in an order, and those that have a text; as places in the answer, which stays as it came. */

import type { Term } from "../../doors/terms";
import { folded } from "../../parts/folding";
import { type Cells, numberOf } from "../answers";

export interface Order {
  readonly column: number;
  readonly isDescending: boolean;
}

/** Names of things by their IRIs; null where IRIs are shown as they are. */
export type Names = ReadonlyMap<string, string> | null;

/** The rows of an answer, prepared: what is made of each for seeking and sorting is made once. */
export class Prepared {
  /** What stands in each row without its names, and where each stands by a column. */
  private readonly texts: string[] = [];
  private readonly words = new Map<string, string>();
  private ranked: { column: number; count: number; names: Names; ranks: Int32Array } | null = null;

  constructor(
    private readonly rows: readonly Cells[],
    /** An IRI as it is written where it has no name. */
    private readonly written: (term: Term) => string,
  ) {}

  /** The places of the rows to be shown, of the first `count`; null for all as they came. */
  arranged(
    count: number,
    filter: string,
    order: Order | null,
    names: Names,
  ): readonly number[] | null {
    const wanted = folded(filter.trim());
    if (!wanted && !order) return null;
    const all = Array.from({ length: count }, (_, place) => place);
    const places = wanted ? this.having(wanted, all, names) : all;
    return order ? this.sorted(places, count, order, names) : places;
  }

  private having(wanted: string, places: readonly number[], names: Names): number[] {
    for (let place = this.texts.length; place < places.length; place += 1) {
      this.texts.push(folded((this.rows[place] ?? []).map((term) => this.whole(term)).join("\n")));
    }
    // A name is looked at once, however many rows it stands in.
    const named = new Set<string>();
    for (const [iri, name] of names ?? []) if (folded(name).includes(wanted)) named.add(iri);
    const isNamed = (term: Term | undefined) => term !== undefined && named.has(term.value);
    return places.filter(
      (place) =>
        this.texts[place]?.includes(wanted) || (named.size > 0 && this.rows[place]?.some(isNamed)),
    );
  }

  private whole(term: Term | undefined): string {
    if (term?.type !== "uri") return term?.value ?? "";
    return `${term.value}\n${this.short(term)}`;
  }

  private short(term: Term): string {
    const known = this.words.get(term.value) ?? this.written(term);
    this.words.set(term.value, known);
    return known;
  }

  private sorted(
    places: number[],
    count: number,
    { column, isDescending }: Order,
    names: Names,
  ): number[] {
    const ranks = this.ranks(column, count, names);
    const sign = isDescending ? -1 : 1;
    const rank = (place: number) => ranks[place] ?? NONE;
    return places.sort((one, other) => {
      const [first, second] = [rank(one), rank(other)];
      // What has no value comes last, whichever the direction.
      if (first === NONE || second === NONE)
        return Number(first === NONE) - Number(second === NONE) || one - other;
      return sign * (first - second) || one - other;
    });
  }

  /** Where each row stands by a column, kept for another direction or filter. */
  private ranks(column: number, count: number, names: Names): Int32Array {
    const before = this.ranked;
    if (before?.column === column && before.count === count && before.names === names)
      return before.ranks;
    const keys = Array.from({ length: count }, (_, place) => this.key(place, column, names));
    const order = Array.from(keys.keys()).sort((one, other) => compare(keys[one], keys[other]));
    const ranks = new Int32Array(count).fill(NONE);
    let last = 0;
    order.forEach((place, at) => {
      const key = keys[place];
      if (key == null) return;
      if (at > 0 && compare(keys[order[at - 1] ?? 0], key) !== 0) last = at;
      ranks[place] = last;
    });
    this.ranked = { column, count, names, ranks };
    return ranks;
  }

  private key(place: number, column: number, names: Names): Key {
    const term = this.rows[place]?.[column];
    if (!term) return null;
    if (term.type === "uri") return sortable(names?.get(term.value) || this.short(term));
    return numberOf(term) ?? sortable(term.value);
  }
}

const NONE = -1;

type Key = number | string | null | undefined;

/** Numbers before words, and what has no value last. */
function compare(one: Key, other: Key): number {
  if (one == null || other == null) return Number(one == null) - Number(other == null);
  if (typeof one === "number" && typeof other === "number") return one - other;
  if (typeof one !== typeof other) return typeof one === "number" ? -1 : 1;
  return one < other ? -1 : Number(one > other);
}

/** Letters that are no others with accents, and what they are sorted as in English. */
const LETTERS: Record<string, string> = {
  æ: "ae",
  đ: "d",
  ı: "i",
  ł: "l",
  ø: "o",
  œ: "oe",
  ß: "ss",
};

/** A text whose characters are in the order of its words: comparing by a collator takes seconds. */
function sortable(text: string): string {
  return folded(text)
    .replace(/[æđıłøœß]/g, (letter) => LETTERS[letter] ?? letter)
    .replace(/\d+/g, (digits) => digits.padStart(15, "0"));
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

/** The rows in sight and, if it is another one, the row `at` before or after them, as high as it would be. */
export function keeping(at: number, sight: Sight, rowHeight: number): Sight & { kept?: number } {
  const { from, to, above, below } = sight;
  if ((at >= from && at < to) || to === 0) return sight;
  const less = (pixels: number) => Math.max(0, pixels - rowHeight);
  return at < from
    ? { ...sight, above: less(above), kept: at }
    : { ...sight, below: less(below), kept: at };
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
