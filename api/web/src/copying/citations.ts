/** References to what a page shows, by the address that stays with its generation. */

import type { Texts } from "../texts";
import type { Subject } from "./queries";

export interface Cited extends Subject {
  /** The address that names the generation. */
  readonly address: string;
  readonly generation: number | null;
  /** The day of the visit, as in 2026-05-04. */
  readonly day: string;
}

/** A reference as plain text. */
export function citation(cited: Cited, words: Texts["copying"]): string {
  const generation = cited.generation === null ? "" : words.generation(String(cited.generation));
  return `${words.citation(cited.label, generation, cited.address, cited.day)}\n`;
}

/** A reference as BibTeX. */
export function bibtex(cited: Cited, words: Texts["copying"]): string {
  const slug =
    cited.iri
      .split(/[/#]/)
      .at(-1)
      ?.replace(/[^A-Za-z0-9-]/g, "") ?? "";
  const generation = cited.generation === null ? "" : `-g${cited.generation}`;
  const edition =
    words.publisher + (cited.generation === null ? "" : words.generation(String(cited.generation)));
  const fields = {
    title: `{${escaped(cited.label)}}`,
    howpublished: escaped(edition),
    year: cited.day.slice(0, 4),
    note: escaped(words.accessed(cited.day)),
    url: cited.address.replace(/[{}\\]/g, encodeURIComponent),
  };
  const lines = Object.entries(fields).map(([name, value]) => `  ${name} = {${value}},`);
  return `@misc{hansa-${slug}${generation},\n${lines.join("\n")}\n}\n`;
}

const NAMED: Record<string, string> = {
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
};

/** Text in which nothing is a command of TeX. */
function escaped(text: string): string {
  return text.replace(/[\\~^&%$#_{}]/g, (each) => NAMED[each] ?? `\\${each}`);
}
