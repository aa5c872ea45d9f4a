/** The status of the server, looked at again and again while somebody can see the page. */

import { signal } from "@preact/signals";
import { getJson } from "../doors/fetching";
import { Problem, saying } from "../doors/problem";
import { authorization, token } from "../doors/token";

export interface Generation {
  readonly generation: number;
  readonly quads: number;
  readonly documents: number;
}

export interface Status {
  readonly health: { readonly ready: boolean; readonly reason?: { readonly title: string } };
  readonly generation: number | null;
  readonly documents: { readonly count: number } | null;
  readonly generations: { readonly listed: readonly Generation[] };
  readonly queries: { readonly running: number; readonly waiting: number };
  readonly ingestions: { readonly running: readonly string[]; readonly waiting: number };
}

export interface Query {
  readonly id: string;
  readonly query: string;
  readonly client: string;
  readonly generation: number;
  readonly seconds: number;
}

export interface Seen {
  readonly status: Status;
  /** What runs; null without the token. */
  readonly queries: readonly Query[] | null;
  /** When this was so, in milliseconds since 1970. */
  readonly at: number;
}

/** What was seen last; null before the first look. */
export const seen = signal<Seen | null>(null);
/** Why nothing newer was seen; "" where all is well. */
export const trouble = signal("");

/** Milliseconds between two looks, and after one that failed. */
const PAUSE = 4_000;
const LONGER = 8_000;

/** Looks now. */
export async function look(signal?: AbortSignal): Promise<void> {
  try {
    const [status, queries] = await Promise.all([
      getJson<Status>("status", { format: "json" }, { signal }),
      running(signal),
    ]);
    seen.value = { status, queries, at: Date.now() };
    trouble.value = "";
  } catch (error) {
    if (!signal?.aborted) trouble.value = saying(error);
  }
}

async function running(signal?: AbortSignal): Promise<readonly Query[] | null> {
  if (!token.value) return null;
  const headers = authorization();
  try {
    return (await getJson<{ queries: Query[] }>("queries", {}, { signal, headers })).queries;
  } catch (error) {
    // A token that holds no more takes nothing else off the page.
    if (error instanceof Problem && error.wantsToken) return null;
    throw error;
  }
}

/** Looks again and again, but not while the page is hidden; returns what ends that. */
export function watch(): () => void {
  let timer = 0;
  let controller = new AbortController();
  const next = async () => {
    controller = new AbortController();
    const mine = controller;
    await look(mine.signal);
    if (!mine.signal.aborted) timer = window.setTimeout(next, trouble.value ? LONGER : PAUSE);
  };
  const rest = () => {
    window.clearTimeout(timer);
    controller.abort();
  };
  const turn = () => {
    rest();
    if (document.visibilityState === "visible") void next();
  };
  document.addEventListener("visibilitychange", turn);
  const forget = token.subscribe(turn);
  return () => {
    forget();
    document.removeEventListener("visibilitychange", turn);
    rest();
  };
}
