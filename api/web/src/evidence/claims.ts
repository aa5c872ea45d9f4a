/** What popovers show of claims, asked of GraphQL. */

import type { Asking } from "../doors/fetching";
import { query } from "../doors/graphql";

interface Named {
  readonly id: string;
  readonly name: { readonly value: string };
}

export interface Claim {
  readonly id: string;
  readonly status: "ASSERTED" | "PLANNED";
  readonly subject: Named;
  readonly property: string;
  readonly object: Named | null;
  readonly value: string | null;
  readonly quote: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly start: number;
  readonly end: number;
  readonly year: number | null;
  readonly role: string | null;
  readonly confidence: number;
  readonly rule: string;
  readonly document: {
    readonly id: string;
    readonly title: string;
    readonly date: string | null;
  };
}

/** Claims that one sentence of a document states. */
export interface Sentence {
  readonly place: string;
  readonly claims: readonly [Claim, ...Claim[]];
}

/** Claims that are shown at once. */
export const MOST = 20;

const CLAIMS = `query Evidence($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on Claim {
      id status property value quote prefix suffix start end year role confidence rule
      subject { id name { value } }
      object { id name { value } }
      document { id title date }
    }
  }
}`;

/** Returns the claims with these IRIs, those that are none left out. */
export async function claimsOf(ids: readonly string[], asking: Asking = {}): Promise<Claim[]> {
  const wanted = { ids: ids.slice(0, MOST) };
  const { nodes } = await query<{ nodes: (Claim | null)[] }>(CLAIMS, wanted, asking);
  return nodes.filter((node): node is Claim => node !== null && "quote" in node);
}

/** Puts claims together that come from one sentence, in the order of the first of each. */
export function bySentence(claims: readonly Claim[]): Sentence[] {
  const found = new Map<string, [Claim, ...Claim[]]>();
  for (const claim of claims) {
    const place = `${claim.document.id}#char-${claim.start}-${claim.end}`;
    const together = found.get(place);
    if (together) together.push(claim);
    else found.set(place, [claim]);
  }
  return [...found].map(([place, together]) => ({ place, claims: together }));
}

/** A quote without the marks by which Markdown emphasises. */
export function plain(text: string): string {
  return text.replace(/\*\*\*?|__/g, "");
}
