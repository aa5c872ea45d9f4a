/** The words of a SPARQL text (SPARQL 1.1, section 19.8; the brackets of 1.2 too).
 *
 * It reads what is not finished as well: an editor shows little else. A string ends at its line,
 * unless it is a long one; what is no token is one character of kind `other`.
 */

export type Kind =
  | "space"
  | "comment"
  | "iri"
  | "string"
  | "language"
  | "variable"
  | "bnode"
  | "name"
  | "word"
  | "number"
  | "open"
  | "close"
  | "mark"
  | "operator"
  | "other";

export interface Token {
  readonly kind: Kind;
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

const LOCAL = String.raw`(?:[\p{L}\p{N}_:%-]|\\.|\.(?=[\p{L}\p{N}_:%.\\-]*[\p{L}\p{N}_:%-]))*`;
const PREFIX = String.raw`(?:\p{L}(?:[\p{L}\p{N}_-]|\.(?=[\p{L}\p{N}_.-]*:))*)?`;

const GRAMMAR: Record<Kind, string> = {
  space: String.raw`\s+`,
  comment: String.raw`#[^\n]*`,
  iri: String.raw`<[^\s<>"{}|^\x60\\]*>`,
  string: String.raw`"""[^]*?(?:"""|$(?![^]))|'''[^]*?(?:'''|$(?![^]))|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?`,
  language: `@[A-Za-z]+(?:-+[A-Za-z0-9]+)*`,
  variable: String.raw`[?$][\p{L}\p{N}_]+`,
  bnode: String.raw`_:[\p{L}\p{N}_.-]*[\p{L}\p{N}_-]`,
  name: `${PREFIX}:${LOCAL}`,
  word: String.raw`\p{L}[\p{L}\p{N}_]*`,
  number: String.raw`(?:\d+\.\d+|\.\d+|\d+)(?:[eE][+-]?\d+)?`,
  open: String.raw`<<\(|<<|\{\||[({[]`,
  close: String.raw`\)>>|>>|\|\}|[)}\]]`,
  mark: "[.;,]",
  operator: String.raw`\|\||&&|\^\^|!=|<=|>=|[=<>!+*/|^?~-]`,
  other: "[^]",
};

const SOURCE = Object.entries(GRAMMAR)
  .map(([kind, pattern]) => `(?<${kind}>${pattern})`)
  .join("|");

/** Returns the one token that stands at a place of a text. */
export function tokenAt(text: string, from: number): Token {
  const pattern = new RegExp(SOURCE, "uy");
  pattern.lastIndex = from;
  return tokenOf(pattern.exec(text), from);
}

function tokenOf(match: RegExpExecArray | null, from: number): Token {
  const groups = Object.entries(match?.groups ?? {});
  const kind = (groups.find(([, found]) => found !== undefined)?.[0] ?? "other") as Kind;
  const text = match?.[0] ?? "";
  return { kind, text, from, to: from + text.length };
}

/** Returns all tokens of a text, white space too; joined they are the text. */
export function tokensOf(text: string): Token[] {
  const pattern = new RegExp(SOURCE, "uy");
  const found: Token[] = [];
  for (let from = 0; from < text.length; from = pattern.lastIndex) {
    pattern.lastIndex = from;
    const token = tokenOf(pattern.exec(text), from);
    if (token.to === from) break;
    found.push(token);
  }
  return found;
}

export type Form = "SELECT" | "ASK" | "CONSTRUCT" | "DESCRIBE";

const FORMS: readonly Form[] = ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"];

/** The form of a query, by its first word that is one; null where there is none yet. */
export function formOf(text: string): Form | null {
  for (const { kind, text: word } of tokensOf(text)) {
    const form = kind === "word" && FORMS.find((each) => each === word.toUpperCase());
    if (form) return form;
  }
  return null;
}

/** The prefixes that a text declares itself. */
export function declared(text: string): Map<string, string> {
  const found = new Map<string, string>();
  const all = tokensOf(text).filter(({ kind }) => kind !== "space" && kind !== "comment");
  all.forEach((token, place) => {
    const [name, iri] = [all[place + 1], all[place + 2]];
    if (token.text.toUpperCase() !== "PREFIX" || name?.kind !== "name" || iri?.kind !== "iri")
      return;
    found.set(name.text.slice(0, -1), iri.text.slice(1, -1));
  });
  return found;
}

/** The IRI that a token is, by angle brackets or by its prefix; null where it is none. */
export function iriOf(token: string, prefixes: ReadonlyMap<string, string>): string | null {
  if (token.startsWith("<") && token.endsWith(">")) return token.slice(1, -1);
  const colon = token.indexOf(":");
  if (colon < 0 || token.startsWith("_:")) return null;
  const start = prefixes.get(token.slice(0, colon));
  return start === undefined ? null : start + token.slice(colon + 1).replace(/\\(.)/g, "$1");
}

/** How an IRI is written shortest: by a prefix where what follows needs no escapes. */
export function shortest(iri: string, prefixes: ReadonlyMap<string, string>): string {
  for (const [prefix, start] of prefixes) {
    const local = iri.startsWith(start) ? iri.slice(start.length) : null;
    if (local !== null && /^[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?$/.test(local)) {
      return `${prefix}:${local}`;
    }
  }
  return `<${iri}>`;
}
