/** The verdicts of this visit: which are sent, which wait, and which failed and why. */

import { useEffect } from "preact/hooks";
import { number, texts } from "../texts";
import { sender } from "./desk";
import type { Verdict } from "./sending";
import { inWords } from "./words";

export function Sent() {
  const verdicts = sender.verdicts.value;
  const unsent = sender.unsent();
  useEffect(() => {
    if (!unsent) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [unsent > 0]);
  if (!verdicts.length) return null;
  return (
    <section class="sent" aria-labelledby="sent-title">
      <h2 id="sent-title">
        {texts.review.sent}{" "}
        <small role="status">
          {unsent ? texts.review.unsent(number(unsent)) : texts.review.allSent}
        </small>{" "}
        {sender.failed().length > 1 && (
          <button type="button" onClick={() => sender.retry(...sender.failed())}>
            {texts.review.retryAll}
          </button>
        )}
      </h2>
      <ul>
        {verdicts.map((each) => (
          <Line key={each.id} verdict={each} />
        ))}
      </ul>
    </section>
  );
}

function Line({ verdict }: { verdict: Verdict }) {
  const { state, isUndoing, error } = verdict;
  return (
    <li class={`is-${state}`}>
      {inWords(verdict.item)}: <strong>{texts.review.done[verdict.act]}</strong>{" "}
      <small>
        {isUndoing && state !== "failed" ? texts.review.undoing : texts.review.states[state]}
      </small>{" "}
      {error && <span role="alert">{error}</span>}{" "}
      {state === "failed" && (
        <button type="button" onClick={() => sender.retry(verdict)}>
          {texts.review.retry}
        </button>
      )}{" "}
      {state !== "sending" && !isUndoing && (
        <button type="button" onClick={() => sender.undo(verdict)}>
          {texts.review.undo}
        </button>
      )}
    </li>
  );
}
