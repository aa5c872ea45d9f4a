/** How an answer is shown, in the address beside its query: so what is shared is what is seen.
 *
 * The server takes these fields for those of its page (`api/sparql/describing.py`).
 */

import { inAddress, oneOf, word } from "../parts/address";
import type { Order } from "./results/ordering";

export const VIEWS = ["table", "text", "chart", "map", "picture"] as const;
export type View = (typeof VIEWS)[number];
export type ChartKind = "bars" | "line";

/** The view; "" where it is the usual one of the answer. */
export const view = inAddress<View | "">("view", oneOf([...VIEWS, ""], ""));
/** What rows must have in them. */
export const filter = inAddress("rows", word());
/** The column that rows are sorted by, with a minus before it where the largest comes first. */
export const sort = inAddress("sort", word());
/** Whether IRIs show as names. */
export const names = inAddress<"yes" | "no">("names", oneOf(["yes", "no"], "yes"));
export const chart = inAddress<ChartKind>("chart", oneOf(["bars", "line"], "bars"));
/** The columns of a chart and those of a picture; "" where they are the usual ones. */
export const labelled = inAddress("x", word());
export const counted = inAddress("y", word());
export const from = inAddress("from", word());
export const to = inAddress("to", word());

/** The names of these fields, of which none belongs to another query. */
export const FIELDS = ["view", "rows", "sort", "names", "chart", "x", "y", "from", "to"] as const;

/** Shows an answer in the usual way. */
export function showAnew(): void {
  for (const each of [view, filter, sort, labelled, counted, from, to]) each.value = "";
  names.value = "yes";
  chart.value = "bars";
}

/** The order that a field asks for of an answer with such columns. */
export function orderOf(field: string, columns: readonly string[]): Order | null {
  const isDescending = field.startsWith("-");
  const column = columns.indexOf(isDescending ? field.slice(1) : field);
  return column < 0 ? null : { column, isDescending };
}

/** The field after a press on the heading of a column: up, then down. */
export function pressed(field: string, column: string): string {
  return field === column ? `-${column}` : column;
}
