/** An answer in sentences, as a table, or the queries behind it: one of these at a time. */

import { signal } from "@preact/signals";
import { render } from "preact";
import { texts } from "../texts";
import { makeSortable } from "./table";

const VIEWS = ["sentences", "table", "queries"] as const;
type View = (typeof VIEWS)[number];

const words = texts.asking;
const KEY = "hansa-answer";

/** What was chosen holds for the next answer too; in the address it would be a parameter. */
const shown = signal<View>(kept());

function kept(): View {
  try {
    return VIEWS.find((each) => each === sessionStorage.getItem(KEY)) ?? "sentences";
  } catch {
    return "sentences";
  }
}

function choose(view: View, answer: HTMLElement): void {
  shown.value = view;
  answer.dataset.shown = view;
  try {
    sessionStorage.setItem(KEY, view);
  } catch {
    // Where nothing may be kept, it holds for this page.
  }
}

function Choice({ answer }: { answer: HTMLElement }) {
  return (
    <fieldset class="answer-views">
      <legend class="hidden-label">{words.viewsLabel}</legend>
      {VIEWS.map((each) => (
        <button
          key={each}
          type="button"
          aria-pressed={shown.value === each}
          onClick={() => choose(each, answer)}
        >
          {words.views[each]}
        </button>
      ))}
    </fieldset>
  );
}

/** Lets a reader choose among the views of the answer that is there. */
export function showViews(answer: HTMLElement): void {
  const place = answer.querySelector<HTMLElement>(".views-place");
  if (!place) return;
  answer.dataset.shown = shown.value;
  render(<Choice answer={answer} />, place);
  const table = answer.querySelector("table");
  if (table) makeSortable(table);
}
