/** The field for the query: a plain one at once, the editor as soon as it is loaded. */

import { useEffect, useRef, useState } from "preact/hooks";
import { texts } from "../texts";
import type { Handle } from "./editor/codemirror";
import { query } from "./kept";

const T = texts.sparql.editor;

type State = "loading" | "ready" | "plain";

export interface EditorProps {
  readonly onRun: () => void;
  readonly onHandle: (handle: Handle) => void;
}

export function Editor({ onRun, onHandle }: EditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const [state, setState] = useState<State>("loading");

  useEffect(() => {
    let handle: Handle | null = null;
    let isGone = false;
    import("./editor/codemirror").then(
      ({ createEditor }) => {
        if (isGone || !place.current) return;
        const hadFocus = document.activeElement === field.current;
        handle = createEditor({
          place: place.current,
          text: query.value,
          label: T.label,
          describedBy: T.help,
          onText: (text) => {
            query.value = text;
          },
          onRun,
        });
        setState("ready");
        onHandle(handle);
        if (hadFocus) handle.focus();
      },
      () => setState("plain"),
    );
    return () => {
      isGone = true;
      handle?.destroy();
    };
  }, []);

  return (
    <div class="query">
      <div ref={place} class="code" hidden={state !== "ready"} />
      {state !== "ready" && (
        <textarea
          ref={field}
          class="code"
          aria-label={T.label}
          spellcheck={false}
          value={query.value}
          onInput={(event) => {
            query.value = event.currentTarget.value;
          }}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            onRun();
          }}
        />
      )}
      <p class="help">{state === "plain" ? T.plain : T.help}</p>
    </div>
  );
}
