/** Lists that the server gives in pages of a hundred at most, read on until there is enough. */

import type { Page } from "./queries";

/** How many the server gives at once. */
const MOST = 100;

/** Reads a list from its beginning, or on from what is known of it, until there are `many`.
 *
 * `ask` is asked for a page of so many after a cursor. What goes on while the list changes has each
 * of its things once, by `keyOf`.
 */
export async function readOn<T, P extends Page<T>>(
  ask: (first: number, after: string | null) => Promise<P>,
  keyOf: (each: T) => unknown,
  many: number,
  known: P | null = null,
): Promise<P> {
  let whole = known;
  while (!whole || (whole.nodes.length < many && whole.pageInfo.hasNextPage)) {
    const before: readonly T[] = whole?.nodes ?? [];
    const next = await ask(Math.min(MOST, many - before.length), whole?.pageInfo.endCursor ?? null);
    const all = new Map([...before, ...next.nodes].map((each) => [keyOf(each), each]));
    whole = { ...next, nodes: [...all.values()] };
    if (!next.nodes.length) break;
  }
  return whole;
}
