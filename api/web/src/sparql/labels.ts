/** Names for the IRIs that are in sight, asked for a batch at a time. */

import { signal } from "@preact/signals";
import { select, text } from "../doors/sparql";
import { isIri, values } from "../doors/terms";
import { here } from "../shell/here";

/** The names that are known, the newest last; an empty one is that of a thing without any. */
export const labels = signal<ReadonlyMap<string, string>>(new Map());
/** How many names are wanted and not there yet. */
export const awaited = signal(0);

/** IRIs of one request, and milliseconds to collect them. */
const BATCH = 1_000;
const PAUSE = 60;
/** Names that are kept; then the oldest are forgotten, and asked for anew where they are in sight. */
const MOST = 50_000;
/** How often in a row names may fail to come, and milliseconds until they are asked for again. */
const TRIES = 3;
const LATER = 2_000;

const wanted = new Set<string>();
const asked = new Set<string>();
let timer = 0;
let failures = 0;

/** Asks for the names of things of this graph that are not known yet. */
export function wantLabels(iris: Iterable<string>): void {
  for (const iri of iris) {
    const isNew = !labels.value.has(iri) && !asked.has(iri);
    if (isNew && iri.startsWith(here.base) && isIri(iri)) wanted.add(iri);
  }
  if (!asked.size) later(failures ? LATER : PAUSE);
}

function later(pause: number): void {
  awaited.value = wanted.size + asked.size;
  clearTimeout(timer);
  if (wanted.size) timer = window.setTimeout(load, pause);
}

async function load(): Promise<void> {
  for (const iri of [...wanted].slice(0, BATCH)) {
    wanted.delete(iri);
    asked.add(iri);
  }
  try {
    const { rows } = await select(
      `SELECT ?thing (SAMPLE(?name) AS ?label) { ${values("thing", asked)} ?thing rdfs:label ?name } GROUP BY ?thing`,
    );
    const named = rows.map((row) => [text(row, "thing"), text(row, "label")] as const);
    labels.value = newest([
      ...labels.value,
      ...[...asked].map((iri) => [iri, ""] as const),
      ...named,
    ]);
    failures = 0;
  } catch {
    // Without a name an IRI is shown as itself. Given up is what was wanted until now, and no more.
    failures += 1;
    if (failures < TRIES) for (const iri of asked) wanted.add(iri);
    else {
      wanted.clear();
      failures = 0;
    }
  }
  asked.clear();
  later(failures ? LATER : 0);
}

function newest(all: readonly (readonly [string, string])[]): ReadonlyMap<string, string> {
  const found = new Map(all);
  for (const iri of found.keys()) {
    if (found.size <= MOST) break;
    found.delete(iri);
  }
  return found;
}
