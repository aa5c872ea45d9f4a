/** How rows are put in order by a column, and how words and numbers are compared. */

const WORDS = new Intl.Collator("en", { numeric: true });

/** Compares two texts as people order them, numbers in them by their size. */
export const byWords = WORDS.compare;

export type Value = string | number | null;

/** The column that rows are sorted by, counted from 0. */
export interface Order {
  readonly column: number;
  readonly isDescending: boolean;
}

/** The order after somebody pressed a heading: the other way round if it was sorted by it. */
export function pressed(order: Order | null, column: number): Order {
  return { column, isDescending: order?.column === column && !order.isDescending };
}

/** Sorts rows by a column, those without a value last; equal ones keep their order. */
export function sorted<T>(
  rows: readonly T[],
  valueIn: (row: T, column: number) => Value,
  order: Order | null,
): readonly T[] {
  if (!order) return rows;
  const sign = order.isDescending ? -1 : 1;
  return rows
    .map((row) => ({ row, value: valueIn(row, order.column) }))
    .sort((one, other) => byValue(one.value, other.value, sign))
    .map(({ row }) => row);
}

function byValue(one: Value, other: Value, sign: number): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  if (typeof one === "number" && typeof other === "number") return sign * (one - other);
  return sign * byWords(String(one), String(other));
}
