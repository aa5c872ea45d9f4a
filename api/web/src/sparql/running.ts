/** Runs a query: its answer as it comes, the time it takes, and an end whenever the reader wants. */

import { computed, signal } from "@preact/signals";
import { isAborted, Problem } from "../doors/problem";
import { ask, type Row } from "../doors/sparql";
import { here } from "../shell/here";
import { type Cells, type Claim, cellsOf, linesOf } from "./answers";
import { ownLimit } from "./limit";
import { type Form, formOf } from "./text/tokens";

export interface Explained {
  readonly claims: readonly (readonly Claim[])[];
  readonly unexplained: readonly string[];
  readonly next: { readonly offset: number; readonly limit: number } | null;
}

export interface Answer {
  readonly query: string;
  readonly form: Form | null;
  readonly generation: number;
  readonly names: readonly string[];
  /** Grows while they come; `count` says how many there are. */
  readonly rows: Cells[];
  readonly explained: Explained | null;
  readonly boolean: boolean | null;
  /** A graph as Turtle. */
  readonly text: string | null;
  readonly limit: number | null;
}

/** A query, and whether the sentences behind its rows are asked for too. */
export interface Asked {
  readonly query: string;
  readonly withEvidence: boolean;
}

export type Phase = "idle" | "running" | "done" | "stopped" | "failed" | "broken";

export const phase = signal<Phase>("idle");
export const answer = signal<Answer | null>(null);
/** Rows that came so far. */
export const count = signal(0);
export const problem = signal<Problem | null>(null);
/** What was run last, or runs; null before anything was. */
export const asked = signal<Asked | null>(null);
/** Milliseconds that the last run took, or takes until now. */
export const elapsed = signal(0);
export const isRunning = computed(() => phase.value === "running");

let running: AbortController | null = null;
let ticking = 0;

/** Ends what runs; the server ends the query as soon as its client is gone. */
export function stop(): void {
  running?.abort();
}

/** Asks a query, in place of whichever runs. */
export async function run(query: string, withEvidence: boolean): Promise<void> {
  running?.abort();
  const controller = new AbortController();
  running = controller;
  asked.value = { query, withEvidence };
  begin();
  const began = performance.now();
  ticking = window.setInterval(() => {
    elapsed.value = performance.now() - began;
  }, 100);
  const end = await receive(query, withEvidence, controller.signal).then(
    () => () => "done" as const,
    (error: unknown) => () => outcome(error),
  );
  // Whatever becomes of a run that was replaced is nobody's business any more.
  if (running !== controller) return;
  const ended = end();
  clearInterval(ticking);
  elapsed.value = performance.now() - began;
  phase.value = ended;
  running = null;
}

function begin(): void {
  clearInterval(ticking);
  phase.value = "running";
  problem.value = null;
  elapsed.value = 0;
  count.value = 0;
}

function outcome(error: unknown): Phase {
  if (isAborted(error)) return "stopped";
  if (error instanceof Problem) {
    problem.value = error;
    answer.value = null;
    return "failed";
  }
  // The connection was broken off: that is how the server says that an answer is not whole.
  return "broken";
}

async function receive(query: string, withEvidence: boolean, signal: AbortSignal): Promise<void> {
  const form = formOf(query);
  const isExplained = withEvidence && form === "SELECT";
  const accept = mediaType(form, isExplained);
  const response = await ask(query, accept, { signal }, isExplained ? { evidence: 1 } : {});
  const blank: Answer = {
    query,
    form,
    generation: Number(response.headers.get("Hansa-Generation")) || (here.generation ?? 0),
    names: [],
    rows: [],
    explained: null,
    boolean: null,
    text: null,
    limit: ownLimit(query),
  };
  if (accept === "text/tab-separated-values") return readRows(response, blank, signal);
  const whole =
    accept === "text/turtle"
      ? { ...blank, text: await response.text() }
      : ofJson(blank, (await response.json()) as Json);
  signal.throwIfAborted();
  answer.value = whole;
  count.value = whole.rows.length;
}

/** What the endpoint is asked for; programs get the JSON in place of the lines. */
export function mediaType(form: Form | null, isExplained: boolean): string {
  if (form === "CONSTRUCT" || form === "DESCRIBE") return "text/turtle";
  return form === "SELECT" && !isExplained
    ? "text/tab-separated-values"
    : "application/sparql-results+json";
}

async function readRows(response: Response, blank: Answer, signal: AbortSignal): Promise<void> {
  const rows: Cells[] = [];
  let isHead = true;
  if (!response.body) return;
  for await (const lines of linesOf(response.body)) {
    signal.throwIfAborted();
    const [head, ...others] = lines;
    if (isHead && head !== undefined) {
      const names = head.trim() === "" ? [] : head.trim().split("\t");
      answer.value = { ...blank, names: names.map((each) => each.slice(1)), rows };
      isHead = false;
      for (const line of others) rows.push(cellsOf(line));
    } else for (const line of lines) rows.push(cellsOf(line));
    count.value = rows.length;
  }
}

interface Json {
  head: { vars?: string[] };
  boolean?: boolean;
  results?: { bindings: Row[]; evidence?: Claim[][] };
  evidence?: { unexplained: string[]; next?: { offset: number; limit: number } };
}

function ofJson(blank: Answer, json: Json): Answer {
  const names = json.head.vars ?? [];
  const explained = json.results?.evidence && {
    claims: json.results.evidence,
    unexplained: json.evidence?.unexplained ?? [],
    next: json.evidence?.next ?? null,
  };
  return {
    ...blank,
    names,
    rows: (json.results?.bindings ?? []).map((row) => names.map((name) => row[name])),
    explained: explained ?? null,
    boolean: json.boolean ?? null,
  };
}
