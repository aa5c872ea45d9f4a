/** How two things are connected: asked in two fields, answered by paths and their sentences. */

import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { isAborted } from "../doors/problem";
import { findThings, type Found as Name } from "../doors/search";
import { Combobox } from "../parts/Combobox";
import { Failure } from "../parts/island";
import { number, texts } from "../texts";
import { linksAround, loadThings } from "./load";
import { INVERSES, KINDS, type Link } from "./model";
import { EndButton } from "./Selection";
import { Sentences } from "./Sentences";
import { add } from "./session";
import * as state from "./state";
import { type Found, findWays, MOST_STEPS, MOST_WAYS, stations } from "./ways";

interface Search {
  readonly from: string;
  readonly to: string;
  readonly found: Found | null;
  readonly seen: number;
  readonly steps: number;
  readonly error: unknown;
  readonly isStopped: boolean;
}

const search = signal<Search | null>(null);
let searching = new AbortController();

/** Looks for the shortest paths between two things, over all that the graph holds. */
async function look(from: string, to: string): Promise<void> {
  searching.abort();
  searching = new AbortController();
  const { signal } = searching;
  const begun = { from, to, found: null, seen: 2, steps: 0, error: null, isStopped: false };
  search.value = begun;
  state.onWay.value = new Set();
  try {
    const around = (iris: readonly string[]) => linksAround(iris, { signal });
    const found = await findWays(from, to, around, (seen, steps) => {
      if (!signal.aborted) search.value = { ...begun, seen, steps };
    });
    signal.throwIfAborted();
    const links = found.ways.flat();
    if (links.length) await add(links, from, signal);
    search.value = { ...begun, found };
    state.onWay.value = new Set(links.map(({ key }) => key));
  } catch (error) {
    if (!isAborted(error)) search.value = { ...begun, error };
    else if (searching.signal === signal) search.value = { ...begun, isStopped: true };
  }
}

function clear(): void {
  searching.abort();
  search.value = null;
  state.onWay.value = new Set();
  state.address.from.value = "";
  state.address.to.value = "";
}

export function Ways() {
  const words = texts.explore.ways;
  const { from, to } = state.address;
  const [isReady, one, other] = [!state.isLoading.value, from.value, to.value];
  useEffect(() => {
    if (isReady && one && other) void look(one, other);
    else {
      searching.abort();
      search.value = null;
      state.onWay.value = new Set();
    }
  }, [isReady, one, other]);
  return (
    <section class="ways" aria-labelledby="ways-title">
      <h2 id="ways-title">{words.title}</h2>
      <div class="ends">
        <End id="from" label={words.from} value={from} />
        <End id="to" label={words.to} value={to} />
        <button type="button" disabled={!one && !other} onClick={clear}>
          {words.clear}
        </button>
      </div>
      <p class="help">{words.choose}</p>
      {search.value && <Result search={search.value} />}
    </section>
  );
}

/** A field for one end; a name that came from elsewhere is written into it. */
function End({
  id,
  label,
  value,
}: {
  id: string;
  label: string;
  value: typeof state.address.from;
}) {
  const iri = value.value;
  useEffect(() => {
    if (!iri || state.graph.peek().things.has(iri)) return;
    const controller = new AbortController();
    loadThings([iri], { signal: controller.signal }).then(
      (things) => {
        const names = [...things.values()].map((each) => [each.iri, each.label] as const);
        state.otherNames.value = new Map([...state.otherNames.peek(), ...names]);
      },
      () => undefined, // the search itself tells what fails
    );
    return () => controller.abort();
  }, [iri, state.isLoading.value]);
  return (
    <Combobox
      id={id}
      label={label}
      placeholder={texts.explore.ways.hint}
      mustChoose
      value={iri && state.labelOf(iri)}
      suggest={(text, signal) => suggest(text, signal)}
      keyOf={(found: Name) => found.iri}
      show={(found) => ({ text: found.label, note: texts.kinds[found.kind]?.one ?? found.kind })}
      onChoose={(found) => {
        value.value = found.iri;
      }}
    />
  );
}

async function suggest(text: string, signal: AbortSignal): Promise<Name[]> {
  const found = await findThings(text, { signal });
  return found.filter(({ kind }) => (KINDS as readonly string[]).includes(kind));
}

function Result({ search: now }: { search: Search }) {
  const words = texts.explore.ways;
  if (now.error) {
    return <Failure error={now.error} again={() => void look(now.from, now.to)} />;
  }
  if (!now.found) {
    return (
      <p class="row" role="status">
        {now.isStopped ? words.stopped : words.looking(number(now.seen), number(now.steps))}
        {now.isStopped ? (
          <button type="button" onClick={() => void look(now.from, now.to)}>
            {texts.waiting.again}
          </button>
        ) : (
          <button type="button" onClick={() => searching.abort()}>
            {texts.waiting.stop}
          </button>
        )}
      </p>
    );
  }
  return (
    <>
      <p role="status">{answerOf(now, now.found)}</p>
      {now.found.ways.map((way, place) => (
        <Way key={way.map(({ key }) => key).join()} from={now.from} way={way} number={place + 1} />
      ))}
    </>
  );
}

function answerOf({ from, to }: Search, { ways, hasGivenUp, seen, isCut }: Found): string {
  const words = texts.explore.ways;
  if (from === to) return words.same;
  const cut = isCut ? ` ${words.cut}` : "";
  if (hasGivenUp) return words.gaveUp(number(seen));
  const steps = ways[0]?.length ?? 0;
  if (!steps) return words.none(number(MOST_STEPS)) + cut;
  const most = ways.length === MOST_WAYS ? ` ${words.most(number(MOST_WAYS))}` : "";
  const count = ways.length;
  return `${words.found(number(count), count === 1, number(steps), steps === 1)}.${most}${cut}`;
}

interface WayProps {
  readonly from: string;
  readonly way: readonly Link[];
  readonly number: number;
}

function Way({ from, way, number: place }: WayProps) {
  const all = stations(from, way);
  if (!way.length) return null;
  return (
    <details open={place === 1}>
      <summary>
        {texts.explore.ways.way(number(place))}: {all.map(state.labelOf).join(" – ")}
      </summary>
      <ol class="way">
        {way.map((link, step) => (
          <li key={link.key}>
            <EndButton iri={all[step] ?? ""} /> {verb(link, all[step] ?? "")}{" "}
            <EndButton iri={all[step + 1] ?? ""} />
            {!link.isAsserted && <small class="planned"> {texts.explore.planned}</small>}
            <Sentences links={[link]} />
          </li>
        ))}
      </ol>
    </details>
  );
}

/** A relation in the direction of the path. */
function verb({ property, subject }: Link, from: string): string {
  const { relations, inverses } = texts;
  return (subject === from ? relations[property] : inverses[property]) ?? INVERSES[property];
}
