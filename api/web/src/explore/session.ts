/** What the page does one after the other: loading, settling, adding what is asked for later. */

import { batch, effect } from "@preact/signals";
import { isAborted } from "../doors/problem";
import { settle } from "./layout";
import { linksAround, loadAll, loadAround, loadCountryNames, loadMore, loadThings } from "./load";
import { among, type Graph, type Link, put, union } from "./model";
import { withPlaces } from "./scene";
import * as state from "./state";

let loading = new AbortController();
let endLayout = () => {};

/** Loads whenever the address means another part of the graph. */
export function begin(): void {
  effect(() => {
    const [focus, depth] = [state.address.focus.value, Number(state.address.depth.value)];
    queueMicrotask(() => void open(focus, depth));
  });
}

export async function open(
  focus = state.address.focus.peek(),
  depth = Number(state.address.depth.peek()),
): Promise<void> {
  loading.abort();
  endLayout();
  loading = new AbortController();
  const { signal } = loading;
  state.error.value = null;
  state.isLoading.value = true;
  try {
    await load(focus, depth, signal);
  } catch (error) {
    if (isAborted(error) || signal.aborted) return;
    state.error.value = error;
    state.isLoading.value = false;
  }
}

/** Loads and settles a part of the graph, until another is wanted. */
async function load(focus: string, depth: number, signal: AbortSignal): Promise<void> {
  const found = await (focus ? loadAround(focus, depth, { signal }) : loadAll({ signal }));
  batch(() => {
    state.graph.value = found.graph;
    state.total.value = found.total;
    state.isCut.value = found.isCut;
    state.kept.value = new Set(focus ? [focus] : []);
  });
  await arrange(found.graph);
  signal.throwIfAborted();
  state.isLoading.value = false;
  await complete(signal);
  for (const iri of state.address.more.peek()) await expand(iri, signal);
}

/** Settles a graph; resolves when its start is shown. */
function arrange(graph: Graph): Promise<void> {
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return new Promise((resolve) => {
    let isFirst = true;
    endLayout = settle(graph, (found, isLast) => {
      // Who wants no motion sees the start, and then how it ends.
      if (isFirst || isLast || !isStill) {
        const later = [...state.places.peek()].filter(([iri]) => !graph.things.has(iri));
        state.places.value = isFirst ? found : new Map([...later, ...found]);
      }
      isFirst = false;
      resolve();
    });
  });
}

/** Reads what the first picture did not wait for. */
async function complete(signal: AbortSignal): Promise<void> {
  state.isLoadingMore.value = true;
  state.moreError.value = null;
  try {
    const more = await loadMore(state.graph.peek(), { signal });
    signal.throwIfAborted();
    state.areYearsCut.value = more.isCut;
    state.graph.value = union(state.graph.peek(), more.graph);
    if (!state.countryNames.peek().size) {
      state.countryNames.value = await loadCountryNames({ signal });
    }
  } catch (error) {
    // Whoever waits for it stops too, when another part of the graph is wanted.
    signal.throwIfAborted();
    state.moreError.value = error;
  } finally {
    if (!signal.aborted) state.isLoadingMore.value = false;
  }
}

export interface Expanded {
  readonly added: number;
  readonly isCut: boolean;
}

/** Adds all neighbours of a thing that are not shown, whatever the bounds and filters are. */
export async function expand(iri: string, signal = loading.signal): Promise<Expanded> {
  const before = state.shown.peek().things;
  const { links, isCut } = await linksAround([iri], { signal });
  await add(links, iri, signal);
  if (!state.address.more.peek().includes(iri)) {
    state.address.more.value = [...state.address.more.peek(), iri];
  }
  const added = [...state.shown.peek().things.keys()].filter((each) => !before.has(each)).length;
  return { added, isCut };
}

/** Puts links with their things into the graph, and keeps them shown. */
export async function add(
  links: readonly Link[],
  beside: string,
  signal: AbortSignal,
): Promise<void> {
  const ends = new Set([beside, ...links.flatMap(({ subject, object }) => [subject, object])]);
  const known = state.graph.peek();
  const missing = [...ends].filter((iri) => !known.things.has(iri));
  const things = new Map([...known.things, ...(await loadThings(missing, { signal }))]);
  const all = new Map<string, Link>();
  for (const link of links) put(all, link);
  signal.throwIfAborted();
  const graph = union(state.graph.peek(), among({ things, links: all }, things));
  const middle = state.places.peek().get(beside) ?? { x: 0, y: 0 };
  batch(() => {
    state.places.value = withPlaces(state.places.peek(), graph.things.keys(), middle);
    state.graph.value = graph;
    state.kept.value = new Set([...state.kept.peek(), ...ends]);
  });
}
