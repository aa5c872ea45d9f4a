/** The door by which documents come and go: looked at before, sent, followed, taken back. */

import { address } from "../shell/here";
import { events } from "./events";
import { type Asking, getJson, send } from "./fetching";
import { isPassing } from "./problem";
import { authorization } from "./token";

/** What is to be read. */
export type Source =
  | { readonly kind: "file"; readonly file: File }
  | { readonly kind: "url"; readonly url: string }
  | { readonly kind: "text"; readonly text: string; readonly format: TextFormat };

export const TEXT_FORMATS = ["md", "txt", "html"] as const;
export type TextFormat = (typeof TEXT_FORMATS)[number];

export type State = "refused" | "queued" | "reading" | "extracting" | "writing" | "done" | "failed";

export type Outcome = "added" | "changed" | "unchanged" | "duplicate";

/** How far the reading of a document is. */
export interface Progress {
  readonly id: string;
  readonly key: string | null;
  readonly state: State;
  readonly waitingFor: string | null;
  readonly outcome: Outcome | null;
  readonly duplicateOf: string | null;
  readonly withheld: readonly string[];
  readonly generation: number | null;
  readonly document: string | null;
  readonly problem: { readonly detail: string } | null;
}

export interface Entity {
  readonly id: string;
  readonly type: string;
  readonly names: readonly string[];
  readonly link?: string;
  readonly confidence: number;
  readonly explanation: { readonly linked?: string };
}

/** A fact, a value or a proposal, with its sentence and why it was read. */
export interface Saying {
  readonly s: string;
  readonly p: string;
  /** The other end, where it is a thing. */
  readonly o?: string;
  readonly value?: string | number;
  readonly status: "asserted" | "planned";
  readonly year?: number;
  readonly role?: string;
  readonly evidence: string;
  readonly start: number;
  readonly end: number;
  readonly prefix?: string;
  readonly suffix?: string;
  readonly confidence: number;
  readonly rule: string;
  readonly explanation: {
    readonly reasons?: readonly string[];
    readonly record?: readonly [number, number];
    readonly contexts?: readonly { readonly where: string; readonly text: string }[];
  };
}

/** What would be read in a document. */
export interface Preview {
  readonly entities: readonly Entity[];
  readonly facts: readonly Saying[];
  readonly literals: readonly Saying[];
  readonly proposals: readonly Saying[];
  readonly source: {
    readonly key: string;
    readonly title: string | null;
    readonly publisher: string | null;
    readonly date: string | null;
    readonly language: string;
    readonly words: number;
  };
}

export interface Retracted {
  readonly key: string;
  readonly generation: number;
  readonly removed: number;
  readonly added: number;
  readonly twins: readonly string[];
}

/** Sends a document to be read, known by a key, and returns how far that is. */
export async function sendDocument(
  source: Source,
  key: string,
  { again = false, ...asking }: { again?: boolean } & Asking = {},
): Promise<Progress> {
  const response = await post("documents", source, key, { again, ...asking });
  const { documents } = (await response.json()) as { documents: readonly Progress[] };
  const [entry] = documents;
  if (!entry) throw new TypeError("an answer without an entry");
  return entry;
}

/** Returns what would be read in a document; nothing is stored. */
export async function preview(source: Source, key: string, asking: Asking = {}): Promise<Preview> {
  const accept = { Accept: "application/json" };
  const response = await post("documents/preview", source, key, { ...asking, headers: accept });
  return (await response.json()) as Preview;
}

/** Returns what would be read in a document as a page that is whole in itself. */
export async function previewPage(
  source: Source,
  key: string,
  asking: Asking = {},
): Promise<string> {
  const accept = { Accept: "text/html" };
  const response = await post("documents/preview", source, key, { ...asking, headers: accept });
  return response.text();
}

/** States after which nothing more becomes of a document. */
const ENDS: ReadonlySet<State> = new Set(["refused", "done", "failed"]);
/** Milliseconds after each look in vain; after so many of them it is given up. */
const PAUSES = [500, 1_000, 2_000, 4_000, 8_000];

/** Yields how far the reading of a document is, until it has ended.
 *
 * A stream that was cut off, by a proxy or on the way, says nothing of the end: then it is looked
 * how far it is, and followed on. Throws what the server says where it does so again and again.
 */
export async function* follow(id: string, asking: Asking = {}): AsyncGenerator<Progress> {
  const path = `documents/${encodeURIComponent(id)}`;
  for (let vain = 0; ; ) {
    try {
      for await (const each of streamed(path, asking)) {
        vain = 0;
        yield each;
      }
      const now = await getJson<Progress>(path, {}, asking);
      yield now;
      if (ENDS.has(now.state)) return;
    } catch (error) {
      if (!isPassing(error) || vain >= PAUSES.length) throw error;
    }
    const pause = PAUSES[Math.min(vain, PAUSES.length - 1)];
    vain += 1;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

async function* streamed(path: string, { signal }: Asking): AsyncGenerator<Progress> {
  const headers = { Accept: "text/event-stream" };
  const response = await send(address(`${path}/events`), { headers, signal: signal ?? null });
  for await (const { event, data } of events(response)) {
    if (event === "progress") yield JSON.parse(data) as Progress;
  }
}

/** Takes a document back by its source key. */
export async function retract(key: string): Promise<Retracted> {
  const headers = authorization();
  const response = await send(address("documents", { key }), { method: "DELETE", headers });
  return (await response.json()) as Retracted;
}

function post(
  path: string,
  source: Source,
  key: string,
  { again = false, headers, signal }: { again?: boolean } & Asking,
): Promise<Response> {
  const common = { method: "POST", signal: signal ?? null };
  const given = { ...headers, ...authorization() };
  if (source.kind === "file") {
    const body = formOf(source.file, key, again);
    return send(address(path), { ...common, headers: given, body });
  }
  const told = source.kind === "url" ? { url: source.url } : textOf(source, key);
  return send(address(path), {
    ...common,
    headers: { "Content-Type": "application/json", ...given },
    body: JSON.stringify({ ...told, again }),
  });
}

function formOf(file: File, key: string, again: boolean): FormData {
  const form = new FormData();
  form.append("again", String(again));
  form.append("sourceKey", key);
  // The name says how to read it; the path to it, by which it is known, is the key.
  form.append("file", file, file.name);
  return form;
}

function textOf({ text, format }: { text: string; format: TextFormat }, key: string) {
  return { text, format, sourceKey: key };
}
