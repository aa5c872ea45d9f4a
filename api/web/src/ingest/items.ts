/** The documents that somebody has chosen, and what becomes of each: looked at, sent, followed. */

import { effect, signal } from "@preact/signals";
import {
  follow,
  type Preview,
  type Progress,
  preview,
  type Source,
  sendDocument,
} from "../doors/documents";
import { Problem, saying } from "../doors/problem";
import { keep, kept } from "../parts/storage";
import { texts } from "../texts";
import { type Changes, changesOf } from "./changes";

/** How far one is here; `progress` says how far it is on the server. */
export type Stage = "chosen" | "looking" | "waiting" | "sending" | "following" | "done" | "failed";

export interface Item {
  readonly id: number;
  /** Null where it was sent before the page was loaded anew, and can be followed but not sent. */
  readonly source: Source | null;
  /** The key that it is to be known by. */
  readonly key: string;
  readonly stage: Stage;
  readonly preview: Preview | null;
  readonly progress: Progress | null;
  readonly changes: Changes | null;
  /** Why it could not be looked at or committed. */
  readonly problem: string;
}

export const items = signal<readonly Item[]>([]);
/** The id of the document that is shown whole. */
export const selected = signal(0);

/** Milliseconds after which a server that had no place is asked again. */
const PAUSE = 5_000;

/** Stages in which nothing is under way. */
const AT_REST: ReadonlySet<Stage> = new Set(["chosen", "done", "failed"]);

export const isAtRest = (item: Item): boolean => AT_REST.has(item.stage);
/** Whether it can be committed: it was not yet, or in vain. */
export const isOpen = (item: Item): boolean =>
  isAtRest(item) && item.stage !== "done" && item.source !== null;
/** Whether it would be lost with the page: what the server has is read whoever looks. */
export const isHere = (item: Item): boolean =>
  isOpen(item) || ["looking", "waiting", "sending"].includes(item.stage);

let last = 0;

function made(source: Source | null, key: string, stage: Stage): Item {
  const nothing = { preview: null, progress: null, changes: null, problem: "" };
  return { id: ++last, source, key, stage, ...nothing };
}

/** Adds documents and shows the first; one with the key of another that still waits here takes its
 * place. */
export function add(chosen: readonly { source: Source; key: string }[]): void {
  const keys = new Set(chosen.map((each) => each.key));
  const fresh = chosen.map(({ source, key }) => made(source, key, "chosen"));
  items.value = [...items.value.filter((each) => !(isOpen(each) && keys.has(each.key))), ...fresh];
  if (fresh[0]) select(fresh[0].id);
}

export function select(id: number): void {
  selected.value = id;
}

/** Forgets a document, and shows the one after it, or before it. */
export function remove(id: number): void {
  const place = items.value.findIndex((each) => each.id === id);
  items.value = items.value.filter((each) => each.id !== id);
  if (selected.value === id) select((items.value[place] ?? items.value.at(-1))?.id ?? 0);
}

/** Gives a document another key; what would be read in it stays as it is. */
export function rename(id: number, key: string): void {
  change(id, { key });
}

/** Forgets what is done. */
export function clear(): void {
  for (const each of items.value) if (each.stage === "done") remove(each.id);
}

function change(id: number, part: Partial<Item>): void {
  items.value = items.value.map((each) => (each.id === id ? { ...each, ...part } : each));
}

/** Lets one thing be done after the other, whatever becomes of each. */
function line(): (work: () => Promise<void>) => Promise<void> {
  let before = Promise.resolve();
  return (work) => {
    before = before.then(work);
    return before;
  };
}

const inLineToLook = line();
const inLineToSend = line();
const inLineToFollow = line();

/** Asks what would be read in a document. */
export function look(id: number): Promise<void> {
  change(id, { stage: "looking", problem: "", preview: null });
  return inLineToLook(() =>
    guarded(id, async ({ source, key }) => {
      if (source) change(id, { preview: await preview(source, key), stage: "chosen" });
    }),
  );
}

/** Has a document read into the graph, and tells what that changes. */
export async function commit(id: number): Promise<void> {
  change(id, { stage: "waiting", problem: "", progress: null, changes: null });
  await inLineToSend(() =>
    guarded(id, async ({ source, key }) => {
      if (!source) return;
      change(id, { stage: "sending" });
      const progress = await patiently(() => sendDocument(source, key));
      change(id, { stage: "following", progress });
    }),
  );
  await inLineToFollow(() => guarded(id, followed));
}

async function followed({ id, stage, progress }: Item): Promise<void> {
  if (stage !== "following" || !progress) return; // it was not even sent
  let now = progress;
  for await (const each of follow(progress.id)) {
    now = each;
    change(id, { progress: now });
  }
  if (now.state !== "done")
    throw new Error(now.problem?.detail ?? texts.ingest.items.states[now.state]);
  change(id, { stage: "done" });
  const isNew = now.outcome === "added" || now.outcome === "changed";
  if (isNew && now.generation) change(id, { changes: await changesOf(now.generation) });
}

const KEPT = "hansa-readings";

/** Follows on what was sent in this tab before the page was loaded anew; keeps what is sent from now
 * on. */
export function resume(): void {
  for (const progress of sentBefore()) {
    const item = { ...made(null, progress.key ?? "", "following"), progress };
    items.value = [...items.value, item];
    if (!selected.value) select(item.id);
    void inLineToFollow(() => guarded(item.id, followed));
  }
  effect(() => {
    const sent = items.value.filter((each) => each.stage === "following" && each.progress);
    const readings = sent.map((each) => ({ ...each.progress, key: each.key }));
    keep(() => sessionStorage, KEPT, readings.length ? JSON.stringify(readings) : null);
  });
}

function sentBefore(): readonly Progress[] {
  try {
    return JSON.parse(kept(() => sessionStorage, KEPT) ?? "[]") as Progress[];
  } catch {
    return [];
  }
}

/** Does something with a document that is still there, and notes why it fails. */
async function guarded(id: number, work: (item: Item) => Promise<void>): Promise<void> {
  const item = items.value.find((each) => each.id === id);
  if (!item) return;
  try {
    await work(item);
  } catch (error) {
    const isDone = items.value.find((each) => each.id === id)?.stage === "done";
    change(id, { problem: saying(error), ...(isDone ? {} : { stage: "failed" }) });
  }
}

/** Asks again for as long as the server has no place. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Problem && error.code === "busy")) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }
}
