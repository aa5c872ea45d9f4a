/** Where a cursor stands in a query: what is expected there, and what the patterns say so far. */

import { type Token, tokensOf } from "./tokens";

export type Role =
  | "subject"
  | "predicate"
  | "object"
  | "expression"
  | "prologue"
  | "after"
  | "text";

export interface Triple {
  readonly subject: string;
  readonly predicate: string;
  readonly object: string;
  /** The groups it stands in, outermost first. */
  readonly groups: readonly number[];
}

export interface Place {
  readonly role: Role;
  /** What is typed of the word at the cursor, which begins at `from`. */
  readonly typed: string;
  readonly from: number;
  readonly subject: string;
  readonly predicate: string;
  readonly groups: readonly number[];
  /** All triples of the query but the one that the cursor is in. */
  readonly triples: readonly Triple[];
  readonly variables: readonly string[];
}

type Step = "subject" | "predicate" | "object" | "after";

interface Frame {
  readonly kind: "top" | "group" | "node" | "expression";
  readonly groups: readonly number[];
  step: Step;
  subject: string;
  predicate: string;
  /** After a keyword until a group begins: what stands there is no pattern. */
  isClause: boolean;
}

const CLAUSES = new Set(
  "SELECT FROM FILTER BIND VALUES ORDER GROUP HAVING LIMIT OFFSET GRAPH SERVICE DESCRIBE".split(
    " ",
  ),
);
const PROLOGUE = new Set(["PREFIX", "BASE"]);
const TERMS = new Set(["iri", "name", "variable", "bnode", "string", "number"]);
const TYPED = new Set(["word", "name", "variable", "string", "bnode", "iri"]);

/** Reads a query, and says where the cursor at `at` is. */
export function placeAt(text: string, at: number): Place {
  const tokens = tokensOf(text).filter((each) => each.kind !== "space");
  const reading = new Reading();
  const cursor = tokens.findIndex((each) => endsAt(each, at));
  const token = tokens[cursor];
  const typed = token && token.from < at && TYPED.has(token.kind) ? token : null;
  for (const each of tokens.slice(0, cursor < 0 ? tokens.length : cursor)) reading.read(each);
  const here = reading.here();
  for (const each of cursor < 0 ? [] : tokens.slice(cursor)) reading.read(each);
  const variables = tokens.filter((each) => each.kind === "variable" && each !== typed);
  return {
    ...here,
    role: token && isWithinText(token, at) ? "text" : here.role,
    typed: typed ? text.slice(typed.from, at) : "",
    from: typed ? typed.from : at,
    triples: reading.triples.filter((each) => !typed || each.to < typed.from || each.from > at),
    variables: [...new Set(variables.map((each) => each.text))],
  };
}

/** Whether the cursor is before a token, within it, or at the end of one that may go on. */
function endsAt({ from, to, kind }: Token, at: number): boolean {
  return to > at || (to === at && (from === at || TYPED.has(kind) || kind === "comment"));
}

function isWithinText(token: Token, at: number): boolean {
  if (token.kind === "comment") return token.from < at;
  if (token.kind !== "string" || token.from >= at) return false;
  return token.text.length > 1 && token.text.at(-1) === token.text[0] && token.to === at;
}

type Found = Triple & { readonly from: number; readonly to: number };

/** What was read so far, as a stack of the brackets that are open. */
class Reading {
  readonly triples: Found[] = [];
  private readonly stack: Frame[] = [frame("top", [])];
  private groups = 0;
  private nodes = 0;
  private isPrologue = false;

  private get top(): Frame {
    return this.stack.at(-1) ?? frame("top", []);
  }

  here(): { role: Role; subject: string; predicate: string; groups: readonly number[] } {
    const { step, subject, predicate, groups } = this.top;
    return { role: this.role(), subject: step === "subject" ? "" : subject, predicate, groups };
  }

  private role(): Role {
    const { kind, isClause, step } = this.top;
    if (this.isPrologue) return "prologue";
    if (kind === "top" || kind === "expression" || isClause) return "expression";
    return step;
  }

  read(token: Token): void {
    if (token.kind === "comment") return;
    if (token.kind === "word") this.word(token);
    else if (token.kind === "open") this.open(token.text);
    else if (token.kind === "close") this.close(token);
    else if (token.kind === "mark") this.mark(token.text);
    else if (token.kind === "operator") this.operator(token.text);
    else if (TERMS.has(token.kind)) this.term(token.text, token.from, token.to);
  }

  private word({ text, from, to }: Token): void {
    const word = text.toUpperCase();
    const top = this.top;
    this.isPrologue = PROLOGUE.has(word);
    if (top.kind === "expression") return;
    if (top.step === "predicate" && text === "a") this.term("a", from, to);
    else if (word === "TRUE" || word === "FALSE") this.term(text, from, to);
    else {
      top.step = "subject";
      top.isClause = CLAUSES.has(word);
    }
  }

  private open(bracket: string): void {
    const { groups, step, isClause, kind } = this.top;
    if (bracket === "{") this.stack.push(frame("group", [...groups, ++this.groups]));
    else if (bracket === "[") {
      const node = frame("node", groups);
      node.subject = `_:n${++this.nodes}`;
      node.step = "predicate";
      this.stack.push(node);
    } else if (bracket === "(" && step === "predicate" && !isClause && kind !== "expression") {
      this.top.predicate += "(";
    } else this.stack.push(frame("expression", groups));
  }

  private close({ text, from, to }: Token): void {
    if (text === ")" && this.top.kind !== "expression") {
      this.top.predicate += ")";
      return;
    }
    const closed = this.stack.length > 1 ? this.stack.pop() : undefined;
    const top = this.top;
    if (closed?.kind === "node") this.term(closed.subject, from, to);
    else if (closed?.kind === "group") {
      top.step = "subject";
      top.isClause = false;
    } else if (closed && top.isClause) top.isClause = false;
  }

  private mark(mark: string): void {
    const top = this.top;
    if (top.kind === "expression") return;
    top.isClause = false;
    top.step = mark === "." ? "subject" : mark === ";" ? "predicate" : "object";
    if (mark === ";") top.predicate = "";
  }

  private operator(text: string): void {
    const top = this.top;
    if (top.kind === "expression" || top.isClause) return;
    if (top.step !== "predicate" && top.step !== "object") return;
    top.predicate += text;
    if (text === "/" || text === "|" || text === "^") top.step = "predicate";
  }

  private term(text: string, from: number, to: number): void {
    const top = this.top;
    if (this.isPrologue || top.kind === "expression" || top.kind === "top" || top.isClause) return;
    if (top.step === "subject") {
      top.subject = text;
      top.predicate = "";
      top.step = "predicate";
    } else if (top.step === "predicate") {
      top.predicate += text;
      top.step = "object";
    } else if (top.step === "object") {
      const { subject, predicate, groups } = top;
      this.triples.push({ subject, predicate, object: text, groups, from, to });
      top.step = "after";
    }
  }
}

function frame(kind: Frame["kind"], groups: readonly number[]): Frame {
  return { kind, groups, step: "subject", subject: "", predicate: "", isClause: false };
}

/** The patterns that stand with the cursor and are linked to a subject, as text of a query. */
export function linked(place: Place): string[] {
  const seen = place.triples.filter(({ groups }) =>
    groups.every((each) => place.groups.includes(each)),
  );
  const known = new Set([place.subject]);
  const taken = new Set<Triple>();
  const isNode = (term: string) => /^[?$]|^_:/.test(term);
  for (let size = -1; size !== taken.size; ) {
    size = taken.size;
    for (const each of seen) {
      if (!known.has(each.subject) && !known.has(each.object)) continue;
      taken.add(each);
      for (const term of [each.subject, each.object]) if (isNode(term)) known.add(term);
    }
  }
  const all = seen.filter((each) => taken.has(each));
  return all.map(({ subject, predicate, object }) => `${subject} ${predicate} ${object} .`);
}

/** The classes that the query gives a subject. */
export function classesOf(place: Place, subject: string): string[] {
  const types = place.triples.filter(
    (each) => each.subject === subject && (each.predicate === "a" || each.predicate === "rdf:type"),
  );
  return types.map((each) => each.object);
}
