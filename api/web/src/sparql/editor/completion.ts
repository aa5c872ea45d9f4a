/** Suggestions by the place of the cursor: words of the language at once, the graph's a moment later. */

import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  type CompletionSource,
} from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import { here } from "../../shell/here";
import { number, texts } from "../../texts";
import { classesOf, type Place, placeAt } from "../text/place";
import { iriOf, shortest } from "../text/tokens";
import { knownPrefixes, prefixesIn } from "./prefixes";
import { byName, byPatterns, type Suggested } from "./suggesting";
import { loadCounts, vocabulary } from "./vocabulary";
import { CLAUSES, FUNCTIONS, PATTERNS } from "./words";

const T = texts.sparql.editor;
/** Milliseconds before what is known here is shown, while the graph is still being asked. */
const WAIT = 120;
/** Milliseconds that the first suggestion waits for how often words of the graph occur. */
const PATIENCE = 1_500;

export function completion(): Extension {
  return autocompletion({
    override: [fromHere, fromPatterns, fromNames],
    updateSyncTime: WAIT,
    maxRenderedOptions: 80,
    interactionDelay: 50,
    icons: false,
  });
}

function placeOf(context: CompletionContext): Place | null {
  const place = placeAt(context.state.doc.toString(), context.pos);
  return place.role === "text" || (!place.typed && !context.explicit) ? null : place;
}

/** What is known without asking: words, variables, prefixes, classes and properties. */
const fromHere: CompletionSource = (context) => {
  const place = placeOf(context);
  if (!place || /^["'<]/.test(place.typed)) return null;
  const isToWait = isOfConcepts(place) && !vocabulary().isCounted;
  if (!isToWait) return offered(context, place);
  return Promise.race([loadCounts(), patience()]).then(() => offered(context, place));
};

function offered(context: CompletionContext, place: Place): CompletionResult | null {
  const prefixes = prefixesIn(context.state.doc.toString());
  const options = known(place, prefixes);
  return options.length
    ? { from: place.from, options, validFor: /^[?$]?[\p{L}\p{N}_:-]*$/u }
    : null;
}

/** Whether classes or properties may stand at a place, which are ranked by how often they occur. */
const isOfConcepts = ({ role, predicate }: Place) =>
  role === "predicate" || (role === "object" && predicate === "a");

/** Ends when suggestions have to do without counts, which come for the next ones. */
const patience = () => new Promise((resolve) => setTimeout(resolve, PATIENCE));

function known(place: Place, prefixes: ReadonlyMap<string, string>): Completion[] {
  if (place.role === "prologue") return [...knownPrefixes()].map(declaration);
  const { role } = place;
  const variables = place.variables.map((each) => ({
    label: each,
    type: "variable",
    detail: T.variable,
  }));
  const names = [...prefixes].map(([prefix, iri]) => ({
    label: `${prefix}:`,
    type: "namespace",
    detail: iri,
    boost: -20,
  }));
  if (role === "expression")
    return [...variables, ...words(CLAUSES), ...words(FUNCTIONS), ...names, ...prologue()];
  if (role === "predicate") return [...properties(place, prefixes), ...variables, ...names];
  if (role === "object" && place.predicate === "a")
    return [...classes(prefixes), ...variables, ...names];
  if (role === "object") return [...variables, ...names];
  return [
    ...variables,
    ...words(PATTERNS),
    ...words(["ORDER BY", "GROUP BY", "LIMIT", "OFFSET"]),
    ...names,
  ];
}

const words = (all: readonly string[]): Completion[] =>
  all.map((label) => ({ label, type: "keyword", boost: -30 }));

/** Whole PREFIX lines, for queries that are to be asked elsewhere too. */
const prologue = (): Completion[] =>
  [...knownPrefixes()].map(([prefix, iri]) => ({
    label: `PREFIX ${prefix}: <${iri}>`,
    apply: `PREFIX ${prefix}: <${iri}>\n`,
    type: "keyword",
    boost: -60,
  }));

function declaration([prefix, iri]: [string, string]): Completion {
  return { label: `${prefix}:`, apply: `${prefix}: <${iri}>\n`, detail: iri, type: "namespace" };
}

function classes(prefixes: ReadonlyMap<string, string>): Completion[] {
  const { classes: all, counts } = vocabulary();
  const most = Math.max(1, ...[...all].map((each) => counts.get(each) ?? 0));
  return [...all].map((iri) =>
    concept(iri, prefixes, counts.get(iri), (counts.get(iri) ?? -1) / most),
  );
}

/** Properties, those first that things of the subject's class have. */
function properties(place: Place, prefixes: ReadonlyMap<string, string>): Completion[] {
  const { properties: all, counts } = vocabulary();
  const had = hadBy(place, prefixes);
  const most = Math.max(1, ...(had ?? counts).values());
  const options = [...all].map((iri) => {
    const count = had ? had.get(iri) : counts.get(iri);
    const rank = count === undefined ? -1 : count / most;
    return concept(iri, prefixes, count, had && count ? rank + 1 : rank);
  });
  return [{ label: "a", detail: "rdf:type", type: "keyword", boost: 30 }, ...options];
}

/** How often things of the subject's class have each property; for predicates alone. */
function hadBy(place: Place, prefixes: ReadonlyMap<string, string>) {
  if (place.role !== "predicate") return undefined;
  const types = classesOf(place, place.subject).map((each) => iriOf(each, prefixes) ?? "");
  return types.map((each) => vocabulary().byClass.get(each)).find((each) => each !== undefined);
}

function concept(
  iri: string,
  prefixes: ReadonlyMap<string, string>,
  count: number | undefined,
  rank: number,
): Completion {
  const known = vocabulary().concepts.get(iri);
  const often = count === undefined ? "" : T.times(number(count));
  return {
    label: shortest(iri, prefixes),
    detail: [known?.label, often].filter(Boolean).join(" · "),
    type: "property",
    boost: Math.round(rank * 40),
    ...(known?.definition ? { info: known.definition } : {}),
  };
}

/** What the patterns so far lead to, asked of the graph. */
const fromPatterns: CompletionSource = async (context) => {
  const place = placeOf(context);
  const prefixes = prefixesIn(context.state.doc.toString());
  if (!place || hadBy(place, prefixes)) return null;
  return suggested(place, await byPatterns(place, stopped(context)), prefixes);
};

/** Things whose names are typed where a subject or an object may stand. */
const fromNames: CompletionSource = async (context) => {
  const place = placeOf(context);
  const mayBe =
    place && (place.role === "subject" || place.role === "object") && place.predicate !== "a";
  if (!mayBe || /^[?$]|^<|:/.test(place.typed)) return null;
  const prefixes = prefixesIn(context.state.doc.toString());
  const found = suggested(place, await byName(place.typed, stopped(context)), prefixes);
  return found && { ...found, filter: false };
};

function stopped(context: CompletionContext): AbortSignal {
  const controller = new AbortController();
  context.addEventListener("abort", () => controller.abort(), { onDocChange: true });
  return controller.signal;
}

/** Options that insert an IRI and are found by their names. */
function suggested(
  place: Place,
  all: readonly Suggested[],
  prefixes: ReadonlyMap<string, string>,
): CompletionResult | null {
  if (!all.length) return null;
  const most = Math.max(1, ...all.map((each) => each.count));
  const typed = place.typed.replace(/^["']/, "").toLowerCase();
  const fits = ({ iri, label }: Suggested) =>
    !typed || `${label} ${shortest(iri, prefixes)}`.toLowerCase().includes(typed);
  const options = all
    .filter((each) => each.note || fits(each))
    .map((each, place) => {
      const short = shortest(each.iri, prefixes);
      const times = each.isCountWhole ? T.times : T.least;
      const often = each.count ? times(number(each.count)) : each.note;
      return {
        label: short,
        displayLabel: each.label || short,
        detail: [often, each.label ? inShort(short) : ""].filter(Boolean).join(" · "),
        apply: short,
        type: "thing",
        boost: each.count ? 50 + Math.round((each.count / most) * 40) : 45 - place,
      };
    });
  return options.length ? { from: place.from, options, filter: false } : null;
}

/** An IRI of this graph without what all of them have. */
const inShort = (short: string) => short.replace(`<${here.base}`, "").replace(/>$/, "");
