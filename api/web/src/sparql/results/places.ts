/** The places of rows: columns of latitude and longitude, or things that the graph knows a place of. */

import { type Row, select, text } from "../../doors/sparql";
import { iri, values } from "../../doors/terms";
import { here } from "../../shell/here";
import { type Cells, numberOf } from "../answers";
import { coordinates } from "./columns";

export interface Spot {
  readonly label: string;
  readonly iri: string;
  readonly lat: number;
  readonly long: number;
}

/** Places that are drawn, and things whose places are looked up. */
export const MOST = 3_000;
const BATCH = 400;

/** The places that rows say themselves. */
export function ownSpots(names: readonly string[], rows: readonly Cells[]): Spot[] {
  const columns = coordinates(names);
  if (!columns) return [];
  const label = names.findIndex((name) => /name|label/i.test(name));
  return rows.flatMap((row) => {
    const [lat, long] = [numberOf(row[columns.lat]), numberOf(row[columns.long])];
    if (lat === null || long === null) return [];
    const thing = row.find((term) => term?.type === "uri");
    return [{ label: row[label]?.value ?? thing?.value ?? "", iri: thing?.value ?? "", lat, long }];
  });
}

/** Asks where things are; those without coordinates are left out. */
export async function spotsOf(things: readonly string[], signal: AbortSignal): Promise<Spot[]> {
  const found: Spot[] = [];
  for (let from = 0; from < things.length && from < MOST; from += BATCH) {
    const { rows } = await select(
      `SELECT ?thing ?lat ?long (SAMPLE(?name) AS ?label) {
        ${values("thing", things.slice(from, from + BATCH))}
        GRAPH ${iri(`${here.base}graph/gazetteer`)} { ?thing wgs84:lat ?lat ; wgs84:long ?long }
        OPTIONAL { ?thing rdfs:label ?name }
      } GROUP BY ?thing ?lat ?long`,
      { signal },
    );
    found.push(...rows.map(spotOf));
  }
  return found;
}

function spotOf(row: Row): Spot {
  const thing = text(row, "thing");
  return {
    iri: thing,
    label: text(row, "label") || thing,
    lat: Number(text(row, "lat")),
    long: Number(text(row, "long")),
  };
}
