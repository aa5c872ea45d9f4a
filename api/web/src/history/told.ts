/** What changed about a thing, as `/changes?about=` tells it. */

import { type Asking, getJson } from "../doors/fetching";

export interface Named {
  readonly name: string;
  readonly iri?: string;
}

export interface Saying {
  readonly claim: string;
  readonly quote: string;
  readonly before: string | null;
  readonly document: Named;
}

export interface Fact {
  readonly change: string;
  readonly subject: Named;
  readonly property: string;
  readonly object: Named;
  readonly status: string;
  readonly sayings: readonly Saying[];
}

export interface Step {
  readonly generation: number;
  readonly since: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly onlyCounted?: boolean;
  readonly listed: number;
  readonly names: readonly { change: string; name: string; language: string; main: boolean }[];
  readonly fields: readonly { field: string; before: string | null; after: string | null }[];
  readonly renamed: readonly { before: Named; after: Named; facts: number }[];
  readonly changes: readonly Fact[];
}

interface Feed {
  readonly items: readonly { readonly date_published: string; readonly _hansa: Step }[];
  readonly next_url?: string;
}

export interface Told {
  readonly steps: readonly (Step & { readonly at: string })[];
  /** The generation to ask for what came before; null at the end. */
  readonly before: number | null;
}

/** Returns the generations that changed a thing, the newest first. */
export async function history(
  about: string,
  { before, limit, ...asking }: { before: number | null; limit: number } & Asking,
): Promise<Told> {
  const values = { about, before, limit, format: "json" };
  const feed = await getJson<Feed>("changes", values, asking);
  const steps = feed.items.map((item) => ({ ...item._hansa, at: item.date_published }));
  return { steps, before: feed.next_url ? nextOf(feed.next_url) : null };
}

/** The page after this one begins with what had come until the generation that it names. */
function nextOf(url: string): number {
  return Number(new URL(url).searchParams.get("generation")) + 1;
}
