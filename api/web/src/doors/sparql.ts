/** The door to SPARQL, by the SPARQL 1.1 Protocol. */

import { address, type Values } from "../shell/here";
import { type Asking, send } from "./fetching";
import type { Term } from "./terms";

export type Row = Readonly<Record<string, Term | undefined>>;

export interface Solutions {
  readonly names: readonly string[];
  readonly rows: readonly Row[];
  /** The generation that was asked. */
  readonly generation: number;
}

interface ResultsJson {
  head: { vars?: string[] };
  results?: { bindings: Row[] };
}

/** Addresses of more characters than this are sent by POST, which caches do not keep. */
const LONGEST = 6_000;

/** Sends a query, and fields beside it, and returns the answer in the media type `accept`. */
export function ask(
  query: string,
  accept: string,
  asking: Asking = {},
  fields: Values = {},
): Promise<Response> {
  const asked = asking.generation ? { generation: asking.generation, ...fields } : fields;
  const url = address("sparql", { query, ...asked });
  const headers = { Accept: accept, ...asking.headers };
  const signal = asking.signal ?? null;
  if (url.href.length <= LONGEST) return send(url, { headers, signal });
  const body = new URLSearchParams({ query });
  return send(address("sparql", asked), { method: "POST", headers, body, signal });
}

/** Returns the solutions of a SELECT query. */
export async function select(query: string, asking: Asking = {}): Promise<Solutions> {
  const response = await ask(query, "application/sparql-results+json", asking);
  const told = (await response.json()) as ResultsJson;
  return {
    names: told.head.vars ?? [],
    rows: told.results?.bindings ?? [],
    generation: Number(response.headers.get("Hansa-Generation")),
  };
}

/** The text of a variable in a row; "" where it is not bound. */
export function text(row: Row, name: string): string {
  return row[name]?.value ?? "";
}
