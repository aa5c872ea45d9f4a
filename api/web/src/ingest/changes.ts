/** What a generation added and withdrew, with the sentences that say so. */

import { query } from "../doors/graphql";

export interface Named {
  readonly name: string;
  readonly iri: string | null;
}

export interface Change {
  readonly kind: "ADDED" | "REMOVED";
  readonly subject: Named;
  readonly property: string;
  readonly object: Named;
  readonly status: "ASSERTED" | "PLANNED";
  readonly sayings: readonly { readonly quote: string; readonly document: Named }[];
}

export interface Changes {
  readonly generation: number;
  readonly added: number;
  readonly removed: number;
  readonly renamed: number;
  readonly facts: { readonly nodes: readonly Change[] };
}

/** How many facts are listed; the page of the changes has them all. */
export const MOST = 100;

const CHANGES = `query ($since: Int!) {
  changes(since: $since) {
    generation added removed renamed
    facts(first: ${MOST}) { nodes {
      kind status property
      subject { name iri } object { name iri }
      sayings { quote document { name iri } }
    } }
  }
}`;

/** Returns what came and went with a generation; null for the first one, before which was nothing. */
export async function changesOf(generation: number): Promise<Changes | null> {
  if (generation < 2) return null;
  const variables = { since: generation - 1 };
  return (await query<{ changes: Changes }>(CHANGES, variables, { generation })).changes;
}
