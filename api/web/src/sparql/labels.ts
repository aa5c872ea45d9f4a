/** Names for the IRIs that are in sight, asked for a batch at a time. */

import { signal } from "@preact/signals";
import { select, text } from "../doors/sparql";
import { values } from "../doors/terms";
import { here } from "../shell/here";

/** The names that are known; an empty one is that of a thing without any. */
export const labels = signal<ReadonlyMap<string, string>>(new Map());

/** IRIs of one request, and milliseconds to collect them. */
const BATCH = 400;
const PAUSE = 60;
/** Names that are kept; then all are forgotten and asked for anew. */
const MOST = 20_000;

const wanted = new Set<string>();
const asked = new Set<string>();
let timer = 0;

/** Asks for the names of things of this graph, unless that was done before. */
export function wantLabels(iris: Iterable<string>): void {
  for (const iri of iris) {
    if (iri.startsWith(here.base) && !asked.has(iri)) wanted.add(iri);
  }
  if (!wanted.size) return;
  clearTimeout(timer);
  timer = window.setTimeout(load, PAUSE);
}

async function load(): Promise<void> {
  if (asked.size > MOST) {
    asked.clear();
    labels.value = new Map();
  }
  const some = [...wanted].slice(0, BATCH);
  for (const iri of some) {
    wanted.delete(iri);
    asked.add(iri);
  }
  try {
    const { rows } = await select(
      `SELECT ?thing (SAMPLE(?name) AS ?label) { ${values("thing", some)} ?thing rdfs:label ?name } GROUP BY ?thing`,
    );
    const found = new Map(labels.value);
    for (const iri of some) found.set(iri, "");
    for (const row of rows) found.set(text(row, "thing"), text(row, "label"));
    labels.value = found;
  } catch {
    // Without a name an IRI is shown as itself.
  }
  if (wanted.size) timer = window.setTimeout(load, PAUSE);
}
