/** The looks of the editor, in the colours of the page, which both themes define. */

import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

export const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--link)", fontWeight: "bold" },
  { tag: tags.variableName, color: "var(--organization)" },
  { tag: tags.typeName, color: "var(--network)" },
  { tag: tags.link, color: "var(--programme)" },
  { tag: tags.string, color: "var(--good)" },
  { tag: [tags.number, tags.meta], color: "var(--agreement)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
  { tag: [tags.operator, tags.punctuation, tags.bracket], color: "var(--ink)" },
  { tag: tags.invalid, color: "var(--bad)" },
]);

const SANS = "system-ui, sans-serif";
const MONO = "ui-monospace, monospace";

/** What has an edge around it, on a ground. */
const edged = (ground: "paper" | "raised", ink = "var(--ink)") => ({
  background: `var(--${ground})`,
  border: "1px solid var(--edge)",
  borderRadius: "var(--radius)",
  color: ink,
});
const FIELD = { font: "inherit", padding: "0.15rem 0.5rem" };
/** Brackets and findings, which are marked by a line around them. */
const outlined = (colour: string, ground = "none") => ({
  background: ground,
  outline: `2px solid var(--${colour})`,
});

export const looks = EditorView.theme({
  "&": {
    background: "var(--paper)",
    color: "var(--ink)",
    fontSize: "0.95rem",
    height: "100%",
  },
  "&.cm-focused": { outline: "3px solid var(--accent)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: MONO, lineHeight: "1.5", overflow: "auto" },
  ".cm-content": { caretColor: "var(--ink)", padding: "0.5rem 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "2px" },
  ".cm-gutters": {
    background: "var(--raised)",
    borderRight: "1px solid var(--line)",
    color: "var(--soft)",
  },
  ".cm-activeLine, .cm-activeLineGutter": { background: "none" },
  "&.cm-focused .cm-activeLineGutter": { color: "var(--ink)", fontWeight: "bold" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground":
    { background: "color-mix(in srgb, var(--accent) 28%, transparent)" },
  "&.cm-focused .cm-matchingBracket": outlined("accent"),
  "&.cm-focused .cm-nonmatchingBracket": outlined("bad"),
  ".cm-foldPlaceholder": edged("raised"),
  ".cm-tooltip": {
    ...edged("paper"),
    boxShadow: "0 0.25rem 1rem #0004",
    maxWidth: "min(90vw, 34rem)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: MONO, maxHeight: "17rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.25rem 0.5rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    background: "var(--accent)",
    color: "var(--on-accent)",
  },
  ".cm-completionDetail": {
    fontFamily: SANS,
    fontStyle: "normal",
    marginLeft: "0.75em",
    opacity: "0.85",
  },
  ".cm-completionMatchedText": { fontWeight: "bold", textDecoration: "underline" },
  ".cm-tooltip.cm-completionInfo": { fontSize: "0.9rem", padding: "0.5rem" },
  ".cm-about": { fontFamily: SANS, fontSize: "0.9rem", padding: "0.4rem 0.6rem" },
  ".cm-about p": { margin: "0" },
  ".cm-about .soft": { color: "var(--soft)" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
  ".cm-panels": { background: "var(--raised)", color: "var(--ink)" },
  ".cm-panel.cm-search": { padding: "0.5rem" },
  ".cm-panel.cm-search input, .cm-panel.cm-search button": { fontSize: "0.9rem" },
  ".cm-textfield": { ...edged("paper", "inherit"), ...FIELD },
  ".cm-button": { ...edged("raised", "inherit"), ...FIELD, backgroundImage: "none" },
  ".cm-panel.cm-search [name=close]": { color: "inherit", fontSize: "1.2rem", minWidth: "1.5rem" },
  ".cm-searchMatch": { background: "var(--marked)" },
  ".cm-searchMatch-selected": outlined("accent", "var(--marked)"),
});
