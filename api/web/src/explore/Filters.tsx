/** Which part of the graph is shown, and how much that is. */

import { Failure } from "../parts/island";
import { linkTo } from "../shell/here";
import { number, texts } from "../texts";
import { MOST_THINGS } from "./load";
import { PROPERTIES, type Property } from "./model";
import { open } from "./session";
import * as state from "./state";

export function FilterBar() {
  const words = texts.explore.filters;
  const { text, relation, status } = state.address;
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
      <Choice
        label={words.relation}
        value={relation.value}
        options={PROPERTIES.map((each) => [each, texts.explore.relations[each] ?? each])}
        onChoose={(value) => {
          relation.value = value as Property | "";
        }}
      />
      <Choice
        label={words.country}
        value={state.address.country.value}
        options={countries()}
        onChoose={(value) => {
          state.address.country.value = value;
        }}
      />
      <Choice
        label={words.status}
        value={status.value}
        options={Object.entries(words.statuses)}
        onChoose={(value) => {
          status.value = value as "" | "asserted" | "planned";
        }}
      />
      <Year label={words.since} value={state.address.since} />
      <Year label={words.until} value={state.address.until} />
      <button type="button" disabled={!state.isFiltered.value} onClick={state.reset}>
        {words.reset}
      </button>
    </form>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [string, string])[];
  readonly onChoose: (value: string) => void;
}

function Choice({ label, value, options, onChoose }: ChoiceProps) {
  const isListed = options.some(([each]) => each === value);
  return (
    <label>
      {label}
      <select value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        <option value="">{texts.explore.filters.all}</option>
        {!isListed && value && <option value={value}>{state.labelOf(value)}</option>}
        {options.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
    </label>
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

/** The countries in which something that was loaded lies, by their names. */
function countries(): [string, string][] {
  const names = state.countryNames.value;
  const all = new Set([...state.graph.value.things.values()].map(({ country }) => country));
  all.delete("");
  return [...all]
    .map((iri): [string, string] => [iri, names.get(iri) ?? state.labelOf(iri)])
    .sort(([, one], [, other]) => one.localeCompare(other, "en"));
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
      <Failure error={state.error.value}>
        <button type="button" onClick={() => void open()}>
          {texts.waiting.again}
        </button>
      </Failure>
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
        <Failure error={new Error(`${words.moreFailed} ${String(state.moreError.value)}`)}>
          <button type="button" onClick={() => void open()}>
            {texts.waiting.again}
          </button>
        </Failure>
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
    </>
  );
}

/** What surroundings are shown, and the way back. */
function Around() {
  const words = texts.explore.around;
  const { focus, depth } = state.address;
  const to = linkTo(focus.value);
  const label = state.labelOf(focus.value);
  return (
    <p class="row around">
      <strong>{to ? <a href={to}>{words.title(label)}</a> : words.title(label)}</strong>
      <label class="inline">
        {words.depth}{" "}
        <select
          value={depth.value}
          onChange={(event) => {
            depth.value = event.currentTarget.value as "1" | "2";
          }}
        >
          <option>1</option>
          <option>2</option>
        </select>
      </label>
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
