/** What a chart draws of rows: which column names, which counts, and where things stand. */

import { type Cells, numberOf } from "../answers";

export interface Point {
  readonly label: string;
  readonly value: number;
}

/** Points that are drawn: more could not be told apart. */
export const MOST = 60;

/** The columns with numbers in them, by their places. */
export function numberColumns(names: readonly string[], rows: readonly Cells[]): number[] {
  const some = rows.slice(0, 50);
  return names.flatMap((_, column) => {
    const cells = some.map((row) => row[column]).filter((term) => term !== undefined);
    return cells.length && cells.every((term) => numberOf(term) !== null) ? [column] : [];
  });
}

/** Steps of an axis that people like to count by, from zero or below to the largest value. */
export function ticks(values: readonly number[], wanted = 5): number[] {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const rough = (high - low || 1) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough) ?? rough;
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step - 1e-9);
  return Array.from({ length: Math.max(1, last - first) + 1 }, (_, at) =>
    round((first + at) * step),
  );
}

const round = (value: number) => Number(value.toPrecision(12));
