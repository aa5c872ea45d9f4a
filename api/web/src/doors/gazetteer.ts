/** The graph of what the gazetteer knows of places: countries, coordinates, codes. */

import { here } from "../shell/here";
import { iri } from "./terms";

/** A pattern as the gazetteer has it. */
export const inGazetteer = (pattern: string) =>
  `GRAPH ${iri(`${here.base}graph/gazetteer`)} { ${pattern} }`;
