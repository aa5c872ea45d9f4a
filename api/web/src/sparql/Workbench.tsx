/** The page: a query above, its answer below. */

import { useEffect, useRef } from "preact/hooks";
import { here } from "../shell/here";
import { texts } from "../texts";
import { Editor } from "./Editor";
import { Examples } from "./Examples";
import type { Handle } from "./editor/codemirror";
import { inAddress, putInAddress, query, wantsEvidence, withEvidence } from "./kept";
import { AnswerView } from "./results/AnswerView";
import { answer, isRunning, problem, run, stop } from "./running";
import { CopyAs, Downloads } from "./Sharing";
import { Status } from "./Status";
import { formatted } from "./text/format";
import { formOf } from "./text/tokens";

const T = texts.sparql;

export function Workbench() {
  const handle = useRef<Handle | null>(null);
  const start = () => {
    if (!query.value.trim()) return;
    handle.current?.mark(null);
    putInAddress(query.value);
    void run(query.value, withEvidence.value);
  };
  const replace = (text: string) => {
    query.value = text;
    handle.current?.set(text);
    handle.current?.focus();
  };
  useRunning(handle, start, replace);
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

/** Runs what the address asks, follows Back, stops at Escape, and marks what is wrong. */
function useRunning(
  handle: { current: Handle | null },
  start: () => void,
  replace: (text: string) => void,
): void {
  const latest = useRef({ start, replace });
  latest.current = { start, replace };
  useEffect(() => {
    const fromAddress = () => {
      const asked = inAddress();
      if (asked === null) return;
      withEvidence.value = wantsEvidence();
      latest.current.replace(asked);
      latest.current.start();
    };
    if (inAddress()?.trim()) latest.current.start();
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape" && isRunning.value) stop();
    };
    addEventListener("popstate", fromAddress);
    addEventListener("keydown", onKey);
    const unmark = problem.subscribe(() => handle.current && mark(handle.current));
    return () => {
      removeEventListener("popstate", fromAddress);
      removeEventListener("keydown", onKey);
      unmark();
    };
  }, []);
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
    <div class="row tools" role="toolbar" aria-label={T.editor.toolbar}>
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
