/** The page: a query above, its answer below. */

import { useEffect, useRef } from "preact/hooks";
import { here } from "../shell/here";
import { texts } from "../texts";
import { Editor } from "./Editor";
import { Examples } from "./Examples";
import type { Handle } from "./editor/codemirror";
import { inAddress, putInAddress, query, wantsEvidence, withEvidence } from "./kept";
import { AnswerView } from "./results/AnswerView";
import { answer, asked, isRunning, problem, run, stop } from "./running";
import { CopyAs, Downloads } from "./Sharing";
import { Status } from "./Status";
import { FIELDS, showAnew } from "./shown";
import { formatted } from "./text/format";
import { formOf } from "./text/tokens";

const T = texts.sparql;

export function Workbench() {
  const handle = useRef<Handle | null>(null);
  const start = () => {
    if (!query.value.trim()) return;
    handle.current?.mark(null);
    const isOther = asked.value !== null && asked.value.query !== query.value;
    putInAddress(query.value, isOther ? FIELDS : []);
    if (isOther) showAnew();
    void run(query.value, withEvidence.value);
  };
  const replace = (text: string) => {
    put(handle.current, text);
    handle.current?.focus();
  };
  useRunning(handle);
  const isSelect = (formOf(query.value) ?? "SELECT") === "SELECT";
  return (
    <div class="sparql">
      <Tools handle={handle} onReplace={replace} />
      <Editor
        onRun={start}
        onHandle={(made) => {
          handle.current = made;
          mark(made);
        }}
      />
      <div class="row runs">
        {isRunning.value ? (
          <button type="button" class="primary run" onClick={stop}>
            {T.run.stop} <kbd>Esc</kbd>
          </button>
        ) : (
          <button type="button" class="primary run" disabled={!query.value.trim()} onClick={start}>
            {T.run.run} <kbd>Ctrl+Enter</kbd>
          </button>
        )}
        <label class="inline" title={isSelect ? undefined : T.run.evidenceOnly}>
          <input
            type="checkbox"
            checked={withEvidence.value}
            disabled={!isSelect}
            onChange={() => {
              withEvidence.value = !withEvidence.value;
              // What is shown is shown anew; a query that was changed waits for its run.
              if (answer.value?.query === query.value && !isRunning.value) start();
            }}
          />{" "}
          {T.run.evidence}
        </label>
        <CopyAs generation={answer.value?.generation ?? here.generation} />
      </div>
      <Status onGoTo={(spot) => handle.current?.goTo(spot.line, spot.column)} onAgain={start} />
      <section class="answer" aria-label={T.answer.label}>
        {answer.value && !isRunning.value && <Downloads answer={answer.value} />}
        {answer.value && <AnswerView key={answer.value.query} answer={answer.value} />}
      </section>
    </div>
  );
}

/** Marks in the editor where the query is wrong, if the server says where. */
function mark(handle: Handle): void {
  const found = problem.value;
  handle.mark(found?.spot ? { ...found.spot, message: found.message } : null);
}

function put(handle: Handle | null, text: string): void {
  query.value = text;
  handle?.set(text);
}

/** Runs what the address asks, follows Back, stops at Escape, and marks what is wrong. */
function useRunning(handle: { readonly current: Handle | null }): void {
  useEffect(() => {
    const wanted = inAddress();
    // What was typed meanwhile stays: the address is run, and the page says that they differ.
    if (wanted?.trim()) void run(wanted, wantsEvidence());
    const follow = () => followAddress(handle.current);
    addEventListener("popstate", follow);
    addEventListener("keydown", stopAtEscape);
    const unmark = problem.subscribe(() => handle.current && mark(handle.current));
    return () => {
      removeEventListener("popstate", follow);
      removeEventListener("keydown", stopAtEscape);
      unmark();
    };
  }, []);
}

/** Runs what the address asks after Back; a place in the page, or another view, asks nothing. */
function followAddress(handle: Handle | null): void {
  const wanted = inAddress();
  if (wanted === null) return;
  withEvidence.value = wantsEvidence();
  if (asked.value?.query === wanted && asked.value.withEvidence === withEvidence.value) return;
  put(handle, wanted);
  if (!wanted.trim()) return;
  handle?.mark(null);
  void run(wanted, withEvidence.value);
}

/** Stops what runs, unless Escape closed something: suggestions, a panel of the editor, a dialog. */
function stopAtEscape(event: KeyboardEvent): void {
  if (event.key !== "Escape" || event.defaultPrevented || !isRunning.value) return;
  if (!document.querySelector("dialog[open]")) stop();
}

interface ToolsProps {
  readonly handle: { readonly current: Handle | null };
  readonly onReplace: (text: string) => void;
}

function Tools({ handle, onReplace }: ToolsProps) {
  const ways = [
    [T.editor.undo, () => handle.current?.undo()],
    [T.editor.redo, () => handle.current?.redo()],
    [T.editor.find, () => handle.current?.find()],
    [T.editor.comment, () => handle.current?.comment()],
  ] as const;
  return (
    <div class="row tools" role="group" aria-label={T.editor.toolbar}>
      <Examples onChoose={onReplace} />
      <button type="button" onClick={() => onReplace(formatted(query.value))}>
        {T.editor.format}
      </button>
      {ways.map(([name, act]) => (
        <button key={name} type="button" onClick={act}>
          {name}
        </button>
      ))}
    </div>
  );
}
