/** The reviewer's desk: the items that wait, the one in focus, and what is done with it. */

import { batch, computed, signal } from "@preact/signals";
import { asKeeper, subscribe } from "../doors/graphql";
import { inAddress, oneOf, word } from "../parts/address";
import { reviewer } from "./keeping";
import {
  COUNT,
  CURATE,
  type Curated,
  GENERATIONS,
  type Item,
  type Kind,
  type Order,
  QUEUE,
  type Queue,
} from "./queries";
import { type Act, type Edit, Sender, type Verdict } from "./sending";
import { nameIn } from "./words";

export const KINDS: readonly Kind[] = ["PROPOSAL", "CLAIM", "APART", "JOINED"];
export const ORDERS: readonly Order[] = ["WORTH", "DOUBT", "REACH"];

/** Items that are asked for at once, and how few may be left before more are. */
const PAGE = 30;
const FEW = 8;

export const kind = inAddress<Kind | "ALL">("kind", oneOf([...KINDS, "ALL"], "ALL"));
export const order = inAddress<Order>("by", oneOf(ORDERS, "WORTH"));
/** The IRI of a thing that items have to be about. */
export const about = inAddress("about", word());
/** The source key of a document that items have to be of. */
export const source = inAddress("document", word());

export const items = signal<readonly Item[]>([]);
export const total = signal<number | null>(null);
export const error = signal<unknown>(null);
export const isLoading = signal(false);
const chosen = signal<string | null>(null);
let cursor: string | null = null;
let hasMore = false;
let round = 0;

/** The item that is looked at. */
export const current = computed(
  () => items.value.find((each) => each.key === chosen.value) ?? items.value[0] ?? null,
);

export const sender = new Sender(
  async (by, decision) => {
    const input = { by, decision };
    const { curate } = await asKeeper<Curated>(CURATE, { input });
    if (error.value !== null) void load(); // the server is there again
    return curate;
  },
  ({ item }) => bring(item),
);

const filter = () => ({
  kinds: kind.value === "ALL" ? null : [kind.value],
  about: about.value ? [about.value] : null,
  documents: source.value ? [source.value] : null,
});

/** Whether the queue is narrowed to some of what waits. */
export const isNarrowed = computed(() => kind.value !== "ALL" || !!about.value || !!source.value);

/** What the thing is called that items have to be about, as far as any of them says so. */
export const aboutName = computed(() => nameIn(items.value, about.value));

/** Whether an item is of those that are asked for. */
function isAsked(item: Item): boolean {
  const ends =
    item.__typename === "UncertainFact" ? [item.subject, item.object] : [item.one, item.other];
  return (
    (kind.value === "ALL" || item.kind === kind.value) &&
    (!about.value || ends.some((each) => each?.iri === about.value)) &&
    (!source.value || item.sentences.some((each) => each.sourceKey === source.value))
  );
}

/** Takes over how many wait on the server, without those whose verdict is on its way there. */
function count(onServer: number): void {
  const judged = sender.verdicts.value.filter(
    (each) => each.state !== "sent" && !each.isUndoing && isAsked(each.item),
  );
  total.value = Math.max(0, onServer - judged.length);
}

/** Begins anew with what is asked for now. */
export async function load(): Promise<void> {
  cursor = null;
  round += 1;
  await fetchMore(round, []);
}

async function fetchMore(mine: number, before: readonly Item[]): Promise<void> {
  isLoading.value = true;
  error.value = null;
  try {
    const variables = { first: PAGE, after: cursor, filter: filter(), by: order.value };
    const { review } = await asKeeper<Queue>(QUEUE, variables);
    if (mine !== round) return;
    const judged = new Set(sender.verdicts.value.map((each) => each.item.key));
    const known = new Set(before.map((each) => each.key));
    const come = review.nodes.filter(
      (each): each is Item => each !== null && !judged.has(each.key) && !known.has(each.key),
    );
    batch(() => {
      items.value = [...before, ...come];
      count(review.totalCount);
    });
    cursor = review.pageInfo.endCursor;
    hasMore = review.pageInfo.hasNextPage;
  } catch (failed) {
    if (mine === round) error.value = failed;
  } finally {
    if (mine === round) isLoading.value = false;
  }
}

/** Looks at an item. */
export function look(item: Item): void {
  chosen.value = item.key;
}

/** Looks at the item so many places further. */
export function step(by: number): void {
  const place = items.value.findIndex((each) => each.key === current.value?.key);
  const next = items.value[Math.max(0, Math.min(items.value.length - 1, place + by))];
  if (next) look(next);
  more();
}

function more(): void {
  const place = items.value.findIndex((each) => each.key === current.value?.key);
  const isNear = items.value.length - place <= FEW;
  if (isNear && hasMore && !isLoading.value) void fetchMore(round, items.value);
}

/** Gives a verdict on the item in focus and goes on to the next; false where nobody says who. */
export function decide(act: Act, edit: Edit | null = null): boolean {
  const item = current.value;
  if (!item || !reviewer.value.trim()) return false;
  const place = items.value.findIndex((each) => each.key === item.key);
  batch(() => {
    items.value = items.value.filter((each) => each.key !== item.key);
    chosen.value = items.value[Math.min(place, items.value.length - 1)]?.key ?? null;
    if (total.value) total.value -= 1;
    sender.give(item, act, reviewer.value.trim(), edit);
  });
  more();
  return true;
}

/** Takes back the newest verdict that can be; returns it. */
export function undoNewest(): Verdict | undefined {
  const newest = sender.newest();
  if (newest) sender.undo(newest);
  return newest;
}

/** Puts an item that waits again before the one in focus, and looks at it. */
function bring(item: Item): void {
  const rest = items.value.filter((each) => each.key !== item.key);
  const place = Math.max(
    0,
    rest.findIndex((each) => each.key === current.value?.key),
  );
  batch(() => {
    items.value = [...rest.slice(0, place), item, ...rest.slice(place)];
    chosen.value = item.key;
    if (total.value !== null && isAsked(item)) total.value += 1;
  });
}

/** Counts anew what waits whenever a generation comes, until it is stopped. */
export async function follow(signal: AbortSignal): Promise<void> {
  try {
    for await (const _ of subscribe(GENERATIONS, {}, { signal })) {
      const variables = { filter: filter() };
      const { review } = await asKeeper<Queue>(COUNT, variables, { signal });
      count(review.totalCount);
    }
  } catch {
    // The count is told with each page too; it only is not live then.
  }
}
