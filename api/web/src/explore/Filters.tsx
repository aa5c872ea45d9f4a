/** Which part of the graph is shown, and how much that is. */

import type { Signal } from "@preact/signals";
import { saying } from "../doors/problem";
import { Choice } from "../parts/Choice";
import { Failure } from "../parts/island";
import { linkTo } from "../shell/here";
import { number, texts } from "../texts";
import { MOST_THINGS, MOST_YEARS } from "./load";
import { PROPERTIES } from "./model";
import { open } from "./session";
import * as state from "./state";

const RELATIONS = PROPERTIES.map((each) => [each, texts.relations[each] ?? each] as const);
const { asserted, planned } = texts.explore.filters.statuses;
const STATUSES = [["asserted", asserted] as const, ["planned", planned] as const];

export function FilterBar() {
  const words = texts.explore.filters;
  const { text, relation, country, status } = state.address;
  return (
    <form
      class="explore-filters"
      role="search"
      aria-label={words.title}
      onSubmit={(event) => event.preventDefault()}
    >
      <label>
        {words.text}
        <input
          type="search"
          value={text.value}
          onInput={(event) => {
            text.value = event.currentTarget.value;
          }}
        />
      </label>
      <Listed label={words.relation} value={relation} options={RELATIONS} />
      <Listed label={words.country} value={country} options={state.countries.value} />
      <Listed label={words.status} value={status} options={STATUSES} />
      <Year label={words.since} value={state.address.since} />
      <Year label={words.until} value={state.address.until} />
      <button type="button" disabled={!state.isFiltered.value} onClick={state.reset}>
        {words.reset}
      </button>
    </form>
  );
}

interface ListedProps<T extends string> {
  readonly label: string;
  readonly value: Signal<T>;
  readonly options: readonly (readonly [T, string])[];
}

/** All, or one of several; what the address names stays, though it is none of them. */
function Listed<T extends string>({ label, value, options }: ListedProps<T>) {
  const now = value.value;
  const isKnown = !now || options.some(([each]) => each === now);
  const all = [["" as T, texts.explore.filters.all] as const, ...options];
  return (
    <Choice
      label={label}
      value={now}
      options={isKnown ? all : [...all, [now, state.labelOf(now)] as const]}
      onChoose={(chosen) => {
        value.value = chosen;
      }}
    />
  );
}

function Year({ label, value }: { label: string; value: typeof state.address.since }) {
  return (
    <label>
      {label}
      <input
        class="year"
        type="number"
        min="1000"
        max="2999"
        title={texts.explore.filters.yearsHelp}
        value={value.value ?? ""}
        onInput={(event) => {
          const text = event.currentTarget.value;
          if (text === "" || /^\d{4}$/.test(text)) value.value = text ? Number(text) : null;
        }}
      />
    </label>
  );
}

export function Summary() {
  const words = texts.explore;
  const { things, links } = state.shown.value;
  const all = state.graph.value;
  const count = (graph: typeof all) => [
    words.things(number(graph.things.size), graph.things.size === 1),
    words.links(number(graph.links.size), graph.links.size === 1),
  ];
  const [someThings = "", someLinks = ""] = count({ things, links });
  const [allThings = "", allLinks = ""] = count(all);
  const isPart = things.size < all.things.size || links.size < all.links.size;
  if (state.error.value) {
    return (
      <div class="explore-summary">
        <Failure error={state.error.value} again={() => void open()} />
        {state.address.focus.value && <Around />}
      </div>
    );
  }
  return (
    <div class="explore-summary">
      <p role="status">
        {state.isLoading.value && !all.things.size
          ? texts.waiting.loading
          : words.shown(someThings, someLinks) +
            (isPart ? words.of(allThings, allLinks) : "") +
            "."}{" "}
        <span class="help">{state.isLoadingMore.value && words.loadingMore}</span>
        {!state.isLoading.value && !all.things.size && words.nothingAtAll}
        {!things.size && all.things.size > 0 && words.nothing}
      </p>
      {state.moreError.value !== null && (
        <Failure
          error={new Error(`${words.moreFailed} ${saying(state.moreError.value)}`)}
          again={() => void open()}
        />
      )}
      {state.address.focus.value && <Around />}
    </div>
  );
}

/** What the picture leaves out, where it does. */
export function Bounds() {
  const words = texts.explore;
  return (
    <>
      {state.total.value > MOST_THINGS && (
        <p class="help">{words.bounded(number(MOST_THINGS), number(state.total.value))}</p>
      )}
      {state.isCut.value && <p class="help">{words.cut}</p>}
      {state.areYearsCut.value && <p class="help">{words.yearsCut(number(MOST_YEARS))}</p>}
    </>
  );
}

const DEPTHS = [["1", "1"] as const, ["2", "2"] as const];

/** What surroundings are shown, and the way back. */
function Around() {
  const words = texts.explore.around;
  const { focus, depth } = state.address;
  const to = linkTo(focus.value);
  const label = state.labelOf(focus.value);
  return (
    <p class="row around">
      <strong>{to ? <a href={to}>{words.title(label)}</a> : words.title(label)}</strong>
      <Choice
        class="inline"
        label={words.depth}
        value={depth.value}
        options={DEPTHS}
        onChoose={(steps) => {
          depth.value = steps;
        }}
      />
      <button
        type="button"
        onClick={() => {
          state.address.more.value = [];
          focus.value = "";
        }}
      >
        {words.leave}
      </button>
    </p>
  );
}
