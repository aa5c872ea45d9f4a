/** Answers as they come: rows of SELECT line by line, a word for ASK, a text for graphs. */

import type { Term } from "../doors/terms";

/** A row: its terms in the order of the columns. */
export type Cells = readonly (Term | undefined)[];

export interface Claim {
  readonly claim: string;
  readonly document: string;
  readonly documentTitle: string;
  readonly quote: string;
  readonly prefix?: string;
  readonly suffix?: string;
  readonly status?: string;
}

const XSD = "http://www.w3.org/2001/XMLSchema#";
const ESCAPES: Record<string, string> = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f" };

/** Reads a cell of SPARQL's TSV, which is a term of Turtle; nothing where it is empty. */
export function termOf(cell: string): Term | undefined {
  if (cell === "") return undefined;
  if (cell.startsWith("<<")) return { type: "triple", value: cell };
  if (cell.startsWith("<")) return { type: "uri", value: unescaped(cell.slice(1, -1)) };
  if (cell.startsWith("_:")) return { type: "bnode", value: cell.slice(2) };
  const end = cell.lastIndexOf('"');
  if (cell.startsWith('"') && end > 0)
    return literalOf(unescaped(cell.slice(1, end)), cell.slice(end + 1));
  return { type: "literal", value: cell, datatype: XSD + shorthand(cell) };
}

function literalOf(value: string, after: string): Term {
  if (after.startsWith("@")) return { type: "literal", value, "xml:lang": after.slice(1) };
  if (after.startsWith("^^<")) return { type: "literal", value, datatype: after.slice(3, -1) };
  return { type: "literal", value };
}

function shorthand(text: string): string {
  if (text === "true" || text === "false") return "boolean";
  if (/[eE]/.test(text)) return "double";
  return text.includes(".") ? "decimal" : "integer";
}

function unescaped(text: string): string {
  return text.includes("\\")
    ? text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, four, eight, one) =>
        one ? (ESCAPES[one] ?? one) : String.fromCodePoint(Number.parseInt(four ?? eight, 16)),
      )
    : text;
}

/** Milliseconds of reading after which the page may paint. */
const TURN = 12;

/** Reads the lines of a stream, and gives the page a turn between pieces. */
export async function* linesOf(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<string[]> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let began = performance.now();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const lines = (rest + value).split("\n");
    rest = lines.pop() ?? "";
    yield lines;
    if (performance.now() - began > TURN) {
      await new Promise((resolve) => setTimeout(resolve));
      began = performance.now();
    }
  }
  if (rest) yield [rest];
}

/** The cells of a line of TSV. */
export function cellsOf(line: string): (Term | undefined)[] {
  return line.replace(/\r$/, "").split("\t").map(termOf);
}

/** The number that a term is, for order and charts; null where it is none. */
export function numberOf(term: Term | undefined): number | null {
  if (term?.type !== "literal" || term["xml:lang"] || !term.datatype?.startsWith(XSD)) return null;
  if (!NUMERIC.test(term.datatype)) return null;
  const value = Number(term.value);
  return Number.isFinite(value) ? value : null;
}

const NUMERIC =
  /#(integer|decimal|double|float|int|long|short|byte|gYear|nonNegativeInteger|positiveInteger|unsigned\w+)$/;

export interface Triple {
  readonly subject: Term;
  readonly predicate: Term;
  readonly object: Term;
}

const TERM = String.raw`(<[^>]*>|_:\S+|"(?:[^"\\]|\\.)*"(?:@[A-Za-z0-9-]+|\^\^<[^>]*>)?|<<.*>>)`;
const LINE = new RegExp(`^${TERM} ${TERM} ${TERM} \\.$`);

/** The triples of a text in N-Triples. */
export function triplesOf(text: string): Triple[] {
  const found: Triple[] = [];
  for (const line of text.split("\n")) {
    const [, subject, predicate, object] = LINE.exec(line) ?? [];
    const terms = [subject, predicate, object].map((each) => termOf(each ?? ""));
    if (terms[0] && terms[1] && terms[2]) {
      found.push({ subject: terms[0], predicate: terms[1], object: terms[2] });
    }
  }
  return found;
}
