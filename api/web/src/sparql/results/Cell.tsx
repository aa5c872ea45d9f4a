/** A term as a reader sees it: a name or a short IRI, softly its language or datatype. */

import type { Term } from "../../doors/terms";
import { linkTo } from "../../shell/here";
import { knownPrefixes } from "../editor/prefixes";
import { shortest } from "../text/tokens";

/** The words for a term: the name of a thing if it is wanted and known, else as it is written. */
export function wordsOf(term: Term, names: ReadonlyMap<string, string> | null): string {
  if (term.type === "bnode") return `_:${term.value}`;
  if (term.type !== "uri") return term.value;
  const name = names?.get(term.value);
  if (name) return name;
  const short = shortest(term.value, knownPrefixes());
  return short.startsWith("<") ? term.value : short;
}

/** What stands softly behind a literal. */
export function noteOf(term: Term): string {
  if (term["xml:lang"]) return term["xml:lang"];
  const datatype = term.datatype ?? "";
  if (!datatype || /#(string|integer|decimal|double|boolean)$/.test(datatype)) return "";
  return shortest(datatype, knownPrefixes()).replace(/^<|>$/g, "");
}

export function Cell({ term, names }: { term: Term; names: ReadonlyMap<string, string> | null }) {
  const words = wordsOf(term, names);
  if (term.type === "uri") {
    const to = linkTo(term.value);
    const isName = !!names?.get(term.value);
    return to ? (
      <a href={to} title={term.value} tabIndex={-1} class={isName ? undefined : "iri"}>
        {words}
      </a>
    ) : (
      <span class="iri">{words}</span>
    );
  }
  const note = noteOf(term);
  return (
    <>
      <span title={words.length > 60 ? words : undefined}>{words}</span>
      {note && <small> {note}</small>}
    </>
  );
}
