/** A reviewer's word on the item in focus, from a key or a button. */

import { signal } from "@preact/signals";
import { texts } from "../texts";
import * as desk from "./desk";
import type { Act, Edit } from "./sending";
import { inWords } from "./words";

/** The key of the item that is being edited. */
export const editing = signal<string | null>(null);
/** What was done last, for readers of the screen. */
export const told = signal("");

/** Decides, or opens the form of an edit; asks who decides where nobody said. */
export function decide(act: Act, edit: Edit | null = null): void {
  const item = desk.current.value;
  if (!item) return;
  if (act === "edit" && !edit) {
    editing.value = item.key;
    return;
  }
  editing.value = null;
  if (desk.decide(act, edit)) {
    told.value = `${inWords(item)}: ${texts.review.done[act]}`;
    return;
  }
  told.value = texts.review.byFirst;
  document.getElementById("reviewer")?.focus();
}

/** Takes back the newest verdict that can be, and tells which it was. */
export function undo(): void {
  const verdict = desk.undoNewest();
  told.value = verdict
    ? `${inWords(verdict.item)}: ${texts.review.undoing}`
    : texts.review.nothingToUndo;
}
