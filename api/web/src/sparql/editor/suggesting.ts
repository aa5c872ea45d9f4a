/** What may stand at a place, asked of the graph: things by name, and what the patterns so far lead to. */

import { findThings } from "../../doors/search";
import { type Row, select, text } from "../../doors/sparql";
import { linked, type Place } from "../text/place";

export interface Suggested {
  readonly iri: string;
  readonly label: string;
  readonly note: string;
  /** In how many of the solutions that were looked at it stands. */
  readonly count: number;
  readonly isCountWhole: boolean;
}

/** Solutions that are looked at for a suggestion: enough to rank, few enough to be quick. */
const LOOKED = 5_000;
const MOST = 100;
/** Milliseconds after which a suggestion is given up. */
const PATIENCE = 2_500;

/** The query for the terms that may stand at a place; null where nothing there says enough. */
export function suggestion(place: Place): string | null {
  const isPredicate = place.role === "predicate";
  if (!isPredicate && (place.role !== "object" || !place.predicate || place.predicate === "a"))
    return null;
  if (/^[?$]/.test(place.predicate) && !isPredicate) return null;
  const patterns = linked(place);
  const isThing = !/^[?$]|^_:/.test(place.subject);
  if (!place.subject || (isPredicate && !isThing && !patterns.length)) return null;
  const last = isPredicate
    ? `${place.subject} ?suggested ?anything .`
    : `${place.subject} ${place.predicate} ?suggested .`;
  return `SELECT ?suggested ?count (SAMPLE(?name) AS ?label) {
  { SELECT ?suggested (COUNT(*) AS ?count) {
    { SELECT ?suggested { ${[...patterns, last].join(" ")} } LIMIT ${LOOKED} }
  } GROUP BY ?suggested ORDER BY DESC(?count) LIMIT ${MOST} }
  OPTIONAL { ?suggested rdfs:label ?name }
} GROUP BY ?suggested ?count ORDER BY DESC(?count)`;
}

/** Asks what may stand at a place by the patterns so far. */
export async function byPatterns(place: Place, signal: AbortSignal): Promise<Suggested[]> {
  const query = suggestion(place);
  if (!query) return [];
  try {
    const until = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]);
    const { rows } = await select(query, { signal: until });
    const looked = rows.reduce((sum, row) => sum + Number(text(row, "count")), 0);
    return rows
      .filter((row) => row.suggested?.type === "uri")
      .map((row) => of(row, looked < LOOKED));
  } catch {
    return []; // while somebody types, a query that is not whole yet or takes long suggests nothing
  }
}

function of(row: Row, isCountWhole: boolean): Suggested {
  const iri = text(row, "suggested");
  return {
    iri,
    label: text(row, "label"),
    note: "",
    count: Number(text(row, "count")),
    isCountWhole,
  };
}

/** Asks for things whose names begin with what is typed, without its quotation mark. */
export async function byName(typed: string, signal: AbortSignal): Promise<Suggested[]> {
  const words = typed.replace(/^["']/, "").trim();
  if (words.length < 2) return [];
  try {
    const found = await findThings(words, { limit: 20, signal });
    return found.map(({ iri, label, kind, name }) => {
      const note = name === label ? kind : `${kind}, ${name}`;
      return { iri, label, note, count: 0, isCountWhole: true };
    });
  } catch {
    return [];
  }
}
