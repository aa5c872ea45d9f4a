/** What narrows and sorts the facts of a page; it holds in the address. */

import "./entity.css";
import { useEffect, useMemo } from "preact/hooks";
import { inAddress, words as names, oneOf, word } from "../parts/address";
import { number, texts } from "../texts";
import { arrange, choicesOf, type Group, SORTS, type Sort, show } from "./facts";

const words = texts.things;

const text = inAddress("filter", word());
const status = inAddress("status", word());
const year = inAddress("year", word());
const source = inAddress("document", word());
const sort = inAddress<Sort>("sort", oneOf(SORTS, "page"));
const folds = inAddress("folded", names());
const sentences = inAddress("sentences", oneOf(["yes", "no"] as const, "yes"));

interface Props {
  readonly groups: readonly Group[];
  /** Sentences on this page, and in all. */
  readonly here: number;
  readonly all: number;
}

export function Filter({ groups, here, all }: Props) {
  const total = groups.reduce((sum, group) => sum + group.facts.length, 0);
  const wanted = {
    text: text.value,
    status: status.value,
    year: year.value,
    document: source.value,
  };
  const shown = useMemo(() => show(groups, wanted), Object.values(wanted));
  useMemo(() => arrange(groups, sort.value), [sort.value]);
  // What the server kept hidden so that nothing moves when the filter comes.
  useEffect(() => document.body.classList.remove("filtering"), []);
  document.body.classList.toggle("without-sentences", sentences.value === "no");
  const isNarrow = Object.values(wanted).some(Boolean);
  const clear = () => {
    for (const each of [text, status, year, source]) each.value = "";
  };
  return (
    <search class="facts-filter" aria-label={words.filters}>
      <div class="fields">
        <label>
          {words.filter}
          <input
            type="search"
            placeholder={words.filterHint}
            value={text.value}
            onInput={(event) => {
              text.value = event.currentTarget.value;
            }}
          />
        </label>
        <Choice
          of="status"
          groups={groups}
          label={words.status}
          any={words.anyStatus}
          at={status}
        />
        <Choice of="year" groups={groups} label={words.year} any={words.anyYear} at={year} />
        <Choice
          of="document"
          groups={groups}
          label={words.document}
          any={words.anyDocument}
          at={source}
        />
        <label>
          {words.sort}
          <select
            value={sort.value}
            onChange={(event) => {
              sort.value = event.currentTarget.value as Sort;
            }}
          >
            {SORTS.map((each) => (
              <option key={each} value={each}>
                {words.sorts[each]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div class="row">
        <span role="status">{shown ? words.shown(number(shown), number(total)) : words.none}</span>
        {isNarrow && (
          <button type="button" onClick={clear}>
            {words.clear}
          </button>
        )}
        <button
          type="button"
          aria-pressed={sentences.value === "yes"}
          onClick={() => {
            sentences.value = sentences.value === "yes" ? "no" : "yes";
          }}
        >
          {words.sentences}
        </button>
        <Folds groups={groups} />
      </div>
      {here < all && <p class="help">{words.bounded(number(here), number(all))}</p>}
    </search>
  );
}

interface ChoiceProps {
  readonly of: "status" | "year" | "document";
  readonly groups: readonly Group[];
  readonly label: string;
  readonly any: string;
  readonly at: { value: string };
}

/** A choice of one value; left out where there are not two to choose from. */
function Choice({ of, groups, label, any, at }: ChoiceProps) {
  const choices = useMemo(() => choicesOf(groups, of), [groups, of]);
  if (choices.length < 2 && !at.value) return null;
  return (
    <label>
      {label}
      <select
        value={at.value}
        onChange={(event) => {
          at.value = event.currentTarget.value;
        }}
      >
        <option value="">{any}</option>
        {choices.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
    </label>
  );
}

/** Folds all groups or none; which are folded is in the address, also where one is by hand. */
function Folds({ groups }: { groups: readonly Group[] }) {
  const chosen = folds.value;
  useEffect(() => {
    for (const { element } of groups) {
      const isOpen = !chosen.includes(element.id);
      if (element.hasAttribute("open") !== isOpen) element.toggleAttribute("open", isOpen);
    }
  }, [chosen]);
  useEffect(() => {
    const ending = new AbortController();
    const told = () => {
      const folded = groups.filter(({ element }) => !element.hasAttribute("open"));
      const now = folded.map(({ element }) => element.id);
      if (now.join(" ") !== folds.peek().join(" ")) folds.value = now;
    };
    for (const { element } of groups) {
      element.addEventListener("toggle", told, { signal: ending.signal });
    }
    return () => ending.abort();
  }, []);
  if (groups.length < 2) return null;
  const isFolded = chosen.length === groups.length;
  return (
    <button
      type="button"
      onClick={() => {
        folds.value = isFolded ? [] : groups.map(({ element }) => element.id);
      }}
    >
      {isFolded ? words.unfold : words.fold}
    </button>
  );
}
