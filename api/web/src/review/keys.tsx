/** Single keys that decide, which can be switched off (WCAG 2.2, 2.1.4), and what they do. */

import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import { texts } from "../texts";
import { decide, step, undo } from "./deciding";
import * as desk from "./desk";
import { shortcuts } from "./keeping";
import { isFact } from "./queries";
import type { Act } from "./sending";

const ACTS: Record<string, { act: Act; isOfFacts: boolean }> = {
  a: { act: "accept", isOfFacts: true },
  r: { act: "reject", isOfFacts: true },
  e: { act: "edit", isOfFacts: true },
  s: { act: "same", isOfFacts: false },
  d: { act: "different", isOfFacts: false },
};

const STEPS: Record<string, number> = { j: 1, k: -1 };
/** Arrows go through the queue only where the queue is: elsewhere they scroll. */
const ARROWS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

/** Listens to keys as long as the page is there. */
export function useKeys(showHelp: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (press(event, showHelp)) event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}

/** Does what a key means; false where it means nothing here. */
function press(event: KeyboardEvent, showHelp: () => void): boolean {
  if (
    event.defaultPrevented ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    isTaken(event.target)
  )
    return false;
  const isInQueue = event.target instanceof Element && event.target.closest(".queue");
  const arrow = isInQueue ? ARROWS[event.key] : undefined;
  if (arrow) {
    desk.step(arrow);
    focusCurrent();
    return true;
  }
  if (shortcuts.value !== "on") return false;
  // Whoever holds a key down has decided once.
  if (event.repeat && !STEPS[event.key]) return true;
  const by = STEPS[event.key];
  const act = ACTS[event.key];
  if (by) step(by);
  else if (act && desk.current.value && isFact(desk.current.value) === act.isOfFacts)
    decide(act.act);
  else if (event.key === "u") undo();
  else if (event.key === "?") showHelp();
  else return false;
  return true;
}

/** Whether keys belong to what has the focus: a field, or a dialog. */
function isTaken(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  const isField = target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]");
  return isField !== null || document.querySelector("dialog[open]") !== null;
}

function focusCurrent(): void {
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>(".queue [aria-current]")?.focus(),
  );
}

export function Help({ dialog }: { dialog: RefObject<HTMLDialogElement | null> }) {
  return (
    <dialog ref={dialog} aria-labelledby="review-keys">
      <h2 id="review-keys">{texts.review.help}</h2>
      <dl class="keys">
        {texts.review.keys.map(([keys, meaning]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <button type="button" onClick={() => dialog.current?.close()}>
        {texts.review.close}
      </button>
    </dialog>
  );
}
