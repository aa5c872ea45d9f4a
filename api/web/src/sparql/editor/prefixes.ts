/** The prefixes that the server knows, as the page tells them, and those a query declares. */

import { declared } from "../text/tokens";

let known: ReadonlyMap<string, string> = new Map();

/** Takes over what the page says of them. */
export function setKnown(json: string | undefined): void {
  known = new Map(Object.entries(JSON.parse(json || "{}") as Record<string, string>));
}

/** Prefixes that need not be declared. */
export function knownPrefixes(): ReadonlyMap<string, string> {
  return known;
}

/** All prefixes that hold in a query, its own before the known ones. */
export function prefixesIn(query: string): Map<string, string> {
  return new Map([...known, ...declared(query)]);
}
