/** The door to names: things whose names begin like what is typed, best first. */

import { type Asking, getJson } from "./fetching";

export interface Found {
  readonly iri: string;
  readonly label: string;
  readonly kind: string;
  /** The name that was found, which may be another one than the label. */
  readonly name: string;
}

interface Answer {
  results: Found[];
}

/** Returns the things that a text may mean, of one kind or of all. */
export async function findThings(
  q: string,
  { kind = "", limit = 10, ...asking }: { kind?: string; limit?: number } & Asking = {},
): Promise<Found[]> {
  if (!q.trim()) return [];
  const values = { q, kind, limit, what: "names", format: "json" };
  return (await getJson<Answer>("search", values, asking)).results;
}
