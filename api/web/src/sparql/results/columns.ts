/** What the columns of an answer are good for, by their names and first rows. */

import { here } from "../../shell/here";
import type { Cells } from "../answers";

/** The column of a name, if it is one of those that may be chosen. */
export function chosen(
  name: string,
  names: readonly string[],
  columns: readonly number[],
): number | undefined {
  return columns.find((column) => names[column] === name);
}

/** The columns with IRIs, by their places. */
export function thingColumns(names: readonly string[], rows: readonly Cells[]): number[] {
  const some = rows.slice(0, 50);
  return names.flatMap((_, column) =>
    some.some((row) => row[column]?.type === "uri") ? [column] : [],
  );
}

/** Whether some of the first rows have a city. */
export function hasCities(rows: readonly Cells[]): boolean {
  const isCity = (iri: string) => iri.startsWith(`${here.base}id/city/`);
  return rows
    .slice(0, 50)
    .some((row) => row.some((term) => term?.type === "uri" && isCity(term.value)));
}

/** The columns of latitude and longitude, if a query has them. */
export function coordinates(names: readonly string[]): { lat: number; long: number } | null {
  const find = (pattern: RegExp) => names.findIndex((name) => pattern.test(name));
  const [lat, long] = [find(/^lat(itude)?$/i), find(/^(long(itude)?|lon|lng)$/i)];
  return lat >= 0 && long >= 0 ? { lat, long } : null;
}

/** The first things of this graph in rows. */
export function thingsIn(rows: readonly Cells[], most = Number.POSITIVE_INFINITY): string[] {
  const found = new Set<string>();
  for (const row of rows) {
    if (found.size >= most) break;
    for (const term of row) {
      if (term?.type === "uri" && term.value.startsWith(`${here.base}id/`)) found.add(term.value);
    }
  }
  return [...found];
}
