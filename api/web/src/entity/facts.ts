/** The facts of a page as they stand in it, and which of them are wanted. */

import { folded, foldedWords } from "../parts/folding";
import { byWords } from "../parts/ordering";

export interface Said {
  readonly element: HTMLElement;
  readonly status: string;
  readonly year: string;
  readonly document: string;
  /** Its words, folded. */
  readonly text: string;
}

export interface Fact {
  readonly element: HTMLElement;
  readonly name: string;
  readonly year: number;
  readonly sayings: readonly Said[];
}

export interface Group {
  readonly element: HTMLElement;
  readonly facts: readonly Fact[];
}

export interface Wanted {
  readonly text: string;
  readonly status: string;
  readonly year: string;
  readonly document: string;
}

export const SORTS = ["page", "name", "year", "sentences"] as const;
export type Sort = (typeof SORTS)[number];

/** Reads the groups of facts of a page. */
export function readGroups(root: ParentNode): Group[] {
  return [...root.querySelectorAll<HTMLElement>("details.group")].map((element) => ({
    element,
    facts: [...element.querySelectorAll<HTMLElement>("li.fact")].map(readFact),
  }));
}

function readFact(element: HTMLElement): Fact {
  const figures = [...element.querySelectorAll<HTMLElement>("figure.claim")];
  const { name = "", year } = element.dataset;
  return { element, name, year: Number(year ?? 0), sayings: figures.map(readSaid) };
}

function readSaid(element: HTMLElement): Said {
  const { status = "", year = "", document: title = "" } = element.dataset;
  const text = folded(element.textContent ?? "");
  return { element, status, year, document: title, text };
}

/** The sayings of a fact that are wanted; words may stand in its name or in the sentence. */
export function chosen(fact: Fact, wanted: Wanted): readonly Said[] {
  const words = foldedWords(wanted.text);
  const name = folded(fact.name);
  return fact.sayings.filter(
    (each) =>
      (!wanted.status || each.status === wanted.status) &&
      (!wanted.year || each.year === wanted.year) &&
      (!wanted.document || each.document === wanted.document) &&
      words.every((word) => name.includes(word) || each.text.includes(word)),
  );
}

/** What there is to choose from among all sayings of a page. */
export function choicesOf(groups: readonly Group[], of: "status" | "year" | "document"): string[] {
  const sayings = groups.flatMap(({ facts }) => facts).flatMap((fact) => fact.sayings);
  return [...new Set(sayings.map((each) => each[of]))].filter(Boolean).sort();
}

const ORDERS: Record<Sort, (one: Fact, other: Fact) => number> = {
  page: () => 0,
  name: (one, other) => byWords(one.name, other.name),
  year: (one, other) => other.year - one.year,
  sentences: (one, other) => other.sayings.length - one.sayings.length,
};

/** Facts in an order; equal ones as they stood on the page. */
export function sorted(facts: readonly Fact[], sort: Sort): Fact[] {
  return [...facts].sort(ORDERS[sort]);
}

/** Shows what is wanted, hides the rest, and returns how many facts are shown. */
export function show(groups: readonly Group[], wanted: Wanted): number {
  let all = 0;
  for (const { element, facts } of groups) {
    let count = 0;
    for (const fact of facts) {
      const kept = new Set(chosen(fact, wanted));
      for (const said of fact.sayings) said.element.hidden = !kept.has(said);
      fact.element.hidden = kept.size === 0;
      openIfFirstIsHidden(fact, kept);
      count += Number(kept.size > 0);
    }
    element.hidden = count === 0;
    const shown = element.querySelector("summary .count");
    if (shown) shown.textContent = String(count);
    all += count;
  }
  return all;
}

/** Of several sentences only the first stands open; where that is not wanted, the others do. */
function openIfFirstIsHidden(fact: Fact, kept: ReadonlySet<Said>): void {
  const rest = fact.element.querySelector<HTMLDetailsElement>(".sayings > details");
  const [first] = fact.sayings;
  if (!rest || !first) return;
  rest.open = kept.size > 0 && !kept.has(first);
  rest.hidden = kept.size === Number(kept.has(first));
}

/** Puts the facts of each group into an order. */
export function arrange(groups: readonly Group[], sort: Sort): void {
  for (const { element, facts } of groups) {
    element.querySelector("ul")?.append(...sorted(facts, sort).map((fact) => fact.element));
  }
}
