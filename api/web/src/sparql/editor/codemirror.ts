/** The editor, in a shadow root: there CodeMirror puts its style into constructed sheets, which the
 * page's policy allows, and not into style elements, which it does not.
 */

import { closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import {
  defaultKeymap,
  history,
  historyKeymap,
  redo,
  toggleComment,
  undo,
} from "@codemirror/commands";
import {
  bracketMatching,
  codeFolding,
  foldGutter,
  foldKeymap,
  indentOnInput,
  syntaxHighlighting,
} from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import {
  highlightSelectionMatches,
  openSearchPanel,
  search,
  searchKeymap,
} from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { completion } from "./completion";
import { hover } from "./hover";
import { folding, language } from "./language";
import { colours, looks } from "./theme";
import { loadMeanings } from "./vocabulary";

export interface Wanted {
  readonly place: HTMLElement;
  readonly text: string;
  readonly label: string;
  readonly describedBy: string;
  readonly onText: (text: string) => void;
  readonly onRun: () => void;
}

/** What the page may do with the editor. */
export interface Handle {
  readonly set: (text: string) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly find: () => void;
  readonly comment: () => void;
  readonly focus: () => void;
  /** Marks a place, line and column counted from 1 in characters; null takes the marks away. */
  readonly mark: (place: { line: number; column: number; message: string } | null) => void;
  readonly goTo: (line: number, column: number) => void;
  readonly destroy: () => void;
}

export function createEditor(wanted: Wanted): Handle {
  const root = wanted.place.shadowRoot ?? wanted.place.attachShadow({ mode: "open" });
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({ doc: wanted.text, extensions: extensions(wanted) }),
  });
  void loadMeanings(); // so that they are there when they are needed
  return handle(view);
}

function extensions({ label, describedBy, onText, onRun }: Wanted): Extension[] {
  const run = () => {
    onRun();
    return true;
  };
  return [
    lineNumbers(),
    foldGutter(),
    lintGutter(),
    highlightActiveLineGutter(),
    highlightSpecialChars(),
    history(),
    codeFolding(),
    drawSelection(),
    indentOnInput(),
    language,
    folding,
    syntaxHighlighting(colours),
    bracketMatching(),
    closeBrackets(),
    completion(),
    hover(),
    search({ top: true }),
    highlightSelectionMatches(),
    EditorView.lineWrapping,
    // Before the others: Ctrl+Enter would begin a line. Tab is nobody's, so that it leaves the editor.
    keymap.of([{ key: "Mod-Enter", run, preventDefault: true }]),
    keymap.of([
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...foldKeymap,
      ...defaultKeymap,
    ]),
    looks,
    replacing,
    EditorView.contentAttributes.of({ "aria-label": label, "aria-description": describedBy }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) onText(update.state.doc.toString());
    }),
  ];
}

/** Puts what is typed in place of a selection. Left to itself, Chromium would keep the looks of what
 * was there in an inline style, which the page's policy blocks with a complaint.
 */
const replacing = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { main, ranges } = view.state.selection;
    const { data, inputType } = event;
    if (inputType !== "insertText" || !data || main.empty || ranges.length > 1) return false;
    event.preventDefault();
    const insert = () =>
      view.state.update(view.state.replaceSelection(data), { userEvent: "input.type" });
    const isHandled = view.state
      .facet(EditorView.inputHandler)
      .some((each) => each(view, main.from, main.to, data, insert));
    if (!isHandled) view.dispatch(insert());
    return true;
  },
});

function handle(view: EditorView): Handle {
  const set = (text: string) => {
    if (text === view.state.doc.toString()) return;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
  };
  const placeOf = (line: number, column: number) => {
    const found = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
    const before = [...found.text].slice(0, Math.max(0, column - 1)).join("").length;
    return { from: Math.min(found.from + before, found.to), to: found.to };
  };
  return {
    set,
    undo: () => undo(view),
    redo: () => redo(view),
    find: () => openSearchPanel(view),
    comment: () => toggleComment(view),
    focus: () => view.focus(),
    mark: (place) => view.dispatch(setDiagnostics(view.state, place ? [diagnostic(place)] : [])),
    goTo: (line, column) => {
      const { from } = placeOf(line, column);
      view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
      view.focus();
    },
    destroy: () => view.destroy(),
  };

  function diagnostic({
    line,
    column,
    message,
  }: {
    line: number;
    column: number;
    message: string;
  }) {
    const { from, to } = placeOf(line, column);
    const word = /^\S+/.exec(view.state.sliceDoc(from, to))?.[0].length ?? 0;
    return { from, to: from + word, severity: "error" as const, message };
  }
}
