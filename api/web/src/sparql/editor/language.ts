/** SPARQL for CodeMirror: colours of words, brackets that fold, comments. */

import { foldService, StreamLanguage, type StringStream } from "@codemirror/language";
import { type Kind, tokenAt, tokensOf } from "../text/tokens";

interface State {
  /** The quotation marks of the long string that the line began in. */
  long: string | null;
  /** Brackets that are open. */
  depth: number;
}

/** What each kind of word is called in a theme (CodeMirror's names of tags). */
const STYLES: Partial<Record<Kind, string>> = {
  comment: "comment",
  iri: "link",
  string: "string",
  language: "meta",
  variable: "variableName",
  bnode: "variableName",
  name: "typeName",
  word: "keyword",
  number: "number",
  open: "bracket",
  close: "bracket",
  mark: "punctuation",
  operator: "operator",
  other: "invalid",
};

export const language = StreamLanguage.define<State>({
  name: "sparql",
  startState: () => ({ long: null, depth: 0 }),
  copyState: (state) => ({ ...state }),
  token(stream, state) {
    if (state.long) return inLong(stream, state, state.long);
    const { kind, text, to } = tokenAt(stream.string, stream.pos);
    stream.pos = Math.max(to, stream.pos + 1);
    if (kind === "open") state.depth += 1;
    else if (kind === "close") state.depth = Math.max(0, state.depth - 1);
    const mark = kind === "string" ? text.slice(0, 3) : "";
    if ((mark === '"""' || mark === "'''") && (text.length < 6 || !text.endsWith(mark))) {
      state.long = mark;
    }
    return STYLES[kind] ?? null;
  },
  indent({ depth }, after, { unit }) {
    return Math.max(0, depth - (/^\s*[}\])]/.test(after) ? 1 : 0)) * unit;
  },
  languageData: {
    commentTokens: { line: "#" },
    closeBrackets: { brackets: ["(", "[", "{", '"'] },
    indentOnInput: /^\s*[}\])]$/,
  },
});

function inLong(stream: StringStream, state: State, mark: string): string {
  const end = stream.string.indexOf(mark, stream.pos);
  if (end < 0) stream.skipToEnd();
  else {
    stream.pos = end + mark.length;
    state.long = null;
  }
  return "string";
}

/** What stands between the last bracket that a line opens and the one that closes it, on another line. */
export const folding = foldService.of((state, from, to) => {
  const opened: number[] = [];
  for (const token of tokensOf(state.doc.toString())) {
    if (token.kind === "open") opened.push(token.to);
    const start = token.kind === "close" ? opened.pop() : undefined;
    const isHere = start !== undefined && start > from && start <= to;
    if (isHere && token.from > to) return { from: start, to: token.from };
  }
  return null;
});
