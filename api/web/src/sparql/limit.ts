/** The LIMIT that a query sets to its own rows; null where it sets none. */

import { tokensOf } from "./text/tokens";

export function ownLimit(query: string): number | null {
  const words = tokensOf(query).filter(({ kind }) => kind !== "space" && kind !== "comment");
  let depth = 0;
  let limit: number | null = null;
  words.forEach(({ kind, text }, place) => {
    if (kind === "open") depth += 1;
    else if (kind === "close") depth -= 1;
    else if (depth === 0 && text.toUpperCase() === "LIMIT") limit = Number(words[place + 1]?.text);
  });
  return limit !== null && Number.isInteger(limit) ? limit : null;
}
