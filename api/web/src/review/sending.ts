/** Verdicts on their way: each is one write of the graph, so they wait here and not the reviewer.
 *
 * They are sent one after the other, in their order; of those that wait, accepted claims that
 * follow each other go together, and rejected ones too. What is refused stays, with its reason, until
 * it is sent again or dropped; where the server is away, all that failed is sent again by itself.
 */

import { type Signal, signal } from "@preact/signals";
import { isPassing, saying } from "../doors/problem";
import type { Item, Kept } from "./queries";

export type Act = "accept" | "reject" | "edit" | "same" | "different";
export type State = "waiting" | "sending" | "sent" | "failed";

/** What the sentence of a claim says instead. */
export type Edit = Readonly<Record<string, string | number | null>>;

export interface Verdict {
  readonly id: number;
  readonly item: Item;
  readonly act: Act;
  readonly edit: Edit | null;
  readonly by: string;
  readonly state: State;
  readonly isUndoing: boolean;
  readonly error: string;
  /** The number of a decision on things, by which it is taken back. */
  readonly decision: number | null;
}

export type Decision = Readonly<Record<string, unknown>>;
export type Send = (by: string, decision: Decision) => Promise<{ decision: number | null }>;

/** Verdicts that go together at most. */
const TOGETHER = 20;
/** Milliseconds after which a server that was away is tried again. */
const PAUSE = 4_000;

export class Sender {
  /** All verdicts of this visit, the newest first. */
  readonly verdicts: Signal<readonly Verdict[]> = signal([]);
  private isRunning = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Those that failed only because the server was away. */
  private readonly away = new Set<number>();
  private last = 0;

  constructor(
    private readonly send: Send,
    /** Called with what was taken back, which waits for review again. */
    private readonly onUndone: (verdict: Verdict) => void,
    private readonly pause = PAUSE,
  ) {}

  /** Sends a verdict as soon as those before it are sent. */
  give(item: Item, act: Act, by: string, edit: Edit | null = null): void {
    this.last += 1;
    const given = { id: this.last, item, act, edit, by, state: "waiting" as const };
    const rest = { isUndoing: false, error: "", decision: null };
    this.verdicts.value = [{ ...given, ...rest }, ...this.verdicts.value];
    void this.run();
  }

  /** Takes a verdict back: at once while it waits, by a write of its own once it is sent. */
  undo(verdict: Verdict): void {
    const now = this.now(verdict.id);
    if (!now || now.isUndoing || now.state === "sending") return;
    if (now.state === "sent") {
      this.change([now], { state: "waiting", isUndoing: true });
      void this.run();
    } else this.drop(now);
  }

  /** Sends again what failed. */
  retry(...those: readonly Verdict[]): void {
    this.change(those, { state: "waiting", error: "" });
    void this.run();
  }

  /** What failed, the oldest last. */
  failed(): readonly Verdict[] {
    return this.verdicts.value.filter((each) => each.state === "failed");
  }

  /** The newest verdict that can be taken back. */
  newest(): Verdict | undefined {
    return this.verdicts.value.find((each) => !each.isUndoing && each.state !== "sending");
  }

  /** Forgets verdicts whose decision was taken back elsewhere, so that their items may come again. */
  forget({ number, claim }: Pick<Kept, "number" | "claim">): void {
    const isGone = ({ item, decision, state }: Verdict) =>
      state !== "sending" &&
      (number === undefined
        ? item.__typename === "UncertainFact" && item.claim === claim
        : decision === number);
    this.verdicts.value = this.verdicts.value.filter((each) => !isGone(each));
  }

  /** How many are not sent yet. */
  unsent(): number {
    return this.verdicts.value.filter((each) => each.state !== "sent").length;
  }

  private now(id: number): Verdict | undefined {
    return this.verdicts.value.find((each) => each.id === id);
  }

  private drop(verdict: Verdict): void {
    this.verdicts.value = this.verdicts.value.filter((each) => each.id !== verdict.id);
    this.onUndone(verdict);
  }

  private change(those: readonly Verdict[], to: Partial<Verdict>): void {
    const ids = new Set(those.map((each) => each.id));
    this.verdicts.value = this.verdicts.value.map((each) =>
      ids.has(each.id) ? { ...each, ...to } : each,
    );
  }

  private async run(): Promise<void> {
    if (this.isRunning) return;
    this.isRunning = true;
    try {
      for (let batch = this.next(); batch.length; batch = this.next()) await this.sendAll(batch);
    } finally {
      this.isRunning = false;
    }
  }

  /** What goes next: the oldest that waits, with those after it that can go along. */
  private next(): Verdict[] {
    const waiting = this.verdicts.value.filter((each) => each.state === "waiting").reverse();
    const [first, ...others] = waiting;
    if (!first) return [];
    const batch = [first];
    for (const each of isList(first) ? others : []) {
      const isAlike = each.act === first.act && each.by === first.by && !each.isUndoing;
      if (!isAlike || batch.length === TOGETHER) break;
      batch.push(each);
    }
    return batch;
  }

  private async sendAll(batch: readonly Verdict[]): Promise<void> {
    const [first] = batch;
    if (!first) return;
    this.change(batch, { state: "sending" });
    try {
      const { decision } = await this.send(first.by, decisionOf(batch));
      if (first.isUndoing) this.drop(first);
      else this.change(batch, { state: "sent", decision });
    } catch (error) {
      const isAway = isPassing(error);
      // What is refused together may go through alone, so one cannot spoil the others.
      if (batch.length > 1 && !isAway) for (const each of batch) await this.sendAll([each]);
      else this.change(batch, { state: "failed", error: saying(error) });
      if (isAway) this.tryLater(batch);
    }
  }

  private tryLater(batch: readonly Verdict[]): void {
    for (const each of batch) this.away.add(each.id);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const those = this.failed().filter((each) => this.away.has(each.id));
      this.away.clear();
      this.retry(...those);
    }, this.pause);
  }
}

function isList(verdict: Verdict): boolean {
  return !verdict.isUndoing && (verdict.act === "accept" || verdict.act === "reject");
}

/** The decision that `curate` takes for verdicts that go together. */
export function decisionOf(batch: readonly Verdict[]): Decision {
  const [first] = batch;
  if (!first) return {};
  if (first.isUndoing) {
    return first.decision === null ? { reopen: [named(first)] } : { undo: [first.decision] };
  }
  const { item, act } = first;
  if (item.__typename === "UncertainPair") {
    return { [act]: { one: item.one.iri, other: item.other.iri } };
  }
  if (act === "edit") return { edit: { ...first.edit, claim: item.claim } };
  return { [act]: batch.map(named) };
}

function named({ item }: Verdict): string {
  return item.__typename === "UncertainFact" ? item.claim : item.key;
}
