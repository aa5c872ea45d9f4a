/** What a name in the query means, where a pointer rests on it. */

import type { Extension } from "@codemirror/state";
import { hoverTooltip } from "@codemirror/view";
import { select, text } from "../../doors/sparql";
import { iri as quoted } from "../../doors/terms";
import { texts } from "../../texts";
import { iriOf, tokensOf } from "../text/tokens";
import { prefixesIn } from "./prefixes";
import { loadMeanings, vocabulary } from "./vocabulary";

export interface About {
  readonly title: string;
  readonly kind: string;
  readonly words: string;
}

const kept = new Map<string, About>();

/** What the vocabulary or the graph says of an IRI. */
export async function about(iri: string): Promise<About> {
  await loadMeanings();
  const concept = vocabulary().concepts.get(iri);
  if (concept) return { title: concept.label, kind: "", words: concept.definition };
  const before = kept.get(iri);
  if (before) return before;
  const thing = quoted(iri);
  const { rows } = await select(
    `SELECT ?label ?kind ?words { OPTIONAL { ${thing} rdfs:label ?label }
      OPTIONAL { ${thing} a ?kind FILTER(STRSTARTS(STR(?kind), STR(hansa:))) }
      OPTIONAL { ${thing} skos:definition ?words } } LIMIT 20`,
  );
  const kinds = rows.map((row) => text(row, "kind").split("#").at(-1) ?? "");
  const kind = kinds.map((each) => texts.kinds[each]?.one).find(Boolean) ?? "";
  const [first] = rows;
  const found = {
    title: first ? text(first, "label") : "",
    kind,
    words: first ? text(first, "words") : "",
  };
  kept.set(iri, found);
  return found;
}

export function hover(): Extension {
  return hoverTooltip(async (view, at) => {
    const query = view.state.doc.toString();
    const token = tokensOf(query).find((each) => each.from <= at && at < each.to);
    if (!token || (token.kind !== "iri" && token.kind !== "name")) return null;
    const iri = iriOf(token.text, prefixesIn(query));
    if (!iri) return null;
    const said = await about(iri).catch(() => null);
    if (!said) return null;
    return {
      pos: token.from,
      end: token.to,
      above: true,
      create: () => ({ dom: shown(iri, said) }),
    };
  });
}

function shown(iri: string, { title, kind, words }: About): HTMLElement {
  const box = document.createElement("div");
  box.className = "cm-about";
  const line = (said: string, name: string) => {
    const paragraph = document.createElement("p");
    paragraph.className = name;
    paragraph.textContent = said;
    if (said) box.append(paragraph);
  };
  line([title, kind].filter(Boolean).join(", "), "title");
  line(words, "words");
  line(iri, "soft");
  return box;
}
