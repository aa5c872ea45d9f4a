/** A reviewer's word on the item in focus, from a key or a button. */

import { signal } from "@preact/signals";
import { texts } from "../texts";
import * as desk from "./desk";
import type { Act, Edit } from "./sending";
import { announced, inWords } from "./words";

/** The key of the item that is being edited. */
export const editing = signal<string | null>(null);
/** What was done last and what is next, for readers of the screen. */
export const told = signal("");
/** What was decided before anybody said who decides; it is done once that is said. */
export const unsigned = signal<(() => void) | null>(null);

/** Decides, or opens the form of an edit; asks who decides where nobody said. */
export function decide(act: Act, edit: Edit | null = null): void {
  const item = desk.current.value;
  if (!item) return;
  if (act === "edit" && !edit) {
    editing.value = item.key;
    return;
  }
  if (desk.decide(act, edit)) {
    editing.value = null;
    told.value = `${inWords(item)}: ${texts.review.done[act]}. ${next()}`;
    return;
  }
  unsigned.value = () => decide(act, edit);
  told.value = texts.review.byFirst;
  document.getElementById("reviewer")?.focus();
}

/** Does what waited for a name, now that there may be one. */
export function sign(): void {
  const go = unsigned.value;
  unsigned.value = null;
  go?.();
}

/** Goes so many items further, and tells where that is. */
export function step(by: number): void {
  desk.step(by);
  told.value = next();
}

/** Takes back the newest verdict that can be, and tells which it was. */
export function undo(): void {
  const verdict = desk.undoNewest();
  told.value = verdict
    ? `${inWords(verdict.item)}: ${texts.review.undoing}`
    : texts.review.nothingToUndo;
}

function next(): string {
  const item = desk.current.value;
  return item ? announced(item) : "";
}
