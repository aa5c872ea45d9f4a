/** Sets a query in order: lines and indents alone, so that it stays the same query.
 *
 * Where two words had no space between them they get none; where they had one, they get a space
 * or a line. Comments and empty lines, one at a time, stay.
 */

import { type Token, tokensOf } from "./tokens";

const UNIT = "  ";
/** What begins a line. */
const LINES = new Set(
  "PREFIX BASE SELECT CONSTRUCT ASK DESCRIBE FROM WHERE FILTER OPTIONAL BIND VALUES GRAPH MINUS SERVICE ORDER GROUP HAVING LIMIT OFFSET".split(
    " ",
  ),
);
/** Groups of no more characters stay on one line. */
const SHORT = 60;

interface Word extends Token {
  /** How many line breaks stood before it, and whether there was any space at all. */
  readonly breaks: number;
  readonly hasGap: boolean;
}

/** Returns a query with one clause or triple on a line, indented by its braces. */
export function formatted(text: string): string {
  const words = wordsOf(text);
  const setter = new Setter(words);
  words.forEach((_, place) => {
    setter.put(place);
  });
  return `${setter.lines
    .map((line) => line.trimEnd())
    .join("\n")
    .trim()}\n`;
}

function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let gap = "";
  for (const token of tokensOf(text)) {
    if (token.kind === "space") gap = token.text;
    else {
      words.push({ ...token, breaks: gap.split("\n").length - 1, hasGap: gap !== "" });
      gap = "";
    }
  }
  return words;
}

class Setter {
  readonly lines: string[] = [""];
  private depth = 0;
  private parens = 0;
  private isContinued = false;
  private wantsLine = true;
  private closes = -1;

  constructor(private readonly words: readonly Word[]) {}

  put(place: number): void {
    const word = this.words[place];
    if (!word) return;
    this.before(word, place);
    this.write(word);
    this.after(word, place);
  }

  private before(word: Word, place: number): void {
    if (word.kind === "comment") {
      this.wantsLine ||= word.breaks > 0;
      if (word.breaks === 0 && place > 0) this.wantsLine = false;
    }
    if (this.closes >= 0) return;
    if (word.text === "}") {
      this.depth = Math.max(0, this.depth - 1);
      this.isContinued = false;
      this.wantsLine = true;
    }
    if (word.kind === "word" && !this.parens && LINES.has(word.text.toUpperCase())) {
      this.isContinued = false;
      this.wantsLine ||= this.current().trim() !== "" && word.hasGap;
    }
  }

  private write(word: Word): void {
    const isFresh = this.current().trim() === "";
    if (this.wantsLine && (word.hasGap || isFresh || this.mayBreak(word))) {
      if (!isFresh) this.lines.push(...(word.breaks > 1 ? ["", ""] : [""]));
      const indent = this.depth + (this.isContinued ? 1 : 0);
      this.lines[this.lines.length - 1] = UNIT.repeat(indent) + word.text;
    } else {
      this.lines[this.lines.length - 1] += (word.hasGap ? " " : "") + word.text;
    }
    this.wantsLine = false;
  }

  /** Whether a line may begin where no space was: beside a brace, or after a mark. */
  private mayBreak(word: Word): boolean {
    return word.text === "}" || /[{}.;]$/.test(this.current());
  }

  private after(word: Word, place: number): void {
    if (word.kind === "comment") this.wantsLine = true;
    if (this.closes >= 0) {
      if (place === this.closes) {
        this.closes = -1;
        this.wantsLine = this.words[place + 1]?.text.toUpperCase() !== "UNION";
      }
      return;
    }
    if (word.text === "(" || word.text === "[") this.parens += 1;
    else if (word.text === ")" || word.text === "]") this.parens = Math.max(0, this.parens - 1);
    else if (word.text === "{") this.opened(place);
    else if (word.text === "}")
      this.wantsLine = !/^(UNION|\.)$/i.test(this.words[place + 1]?.text ?? "");
    else if (word.kind === "mark" && !this.parens) this.marked(word.text);
  }

  private opened(place: number): void {
    const end = this.shortEnd(place);
    if (end >= 0) this.closes = end;
    else {
      this.depth += 1;
      this.isContinued = false;
      this.wantsLine = true;
    }
  }

  private marked(mark: string): void {
    if (mark === ",") return;
    this.isContinued = mark === ";";
    this.wantsLine = true;
  }

  /** The place of the brace that closes a short group of one triple; -1 where it is no such. */
  private shortEnd(place: number): number {
    const start = this.words[place]?.from ?? 0;
    for (let next = place + 1; next < this.words.length; next += 1) {
      const word = this.words[next];
      if (!word || word.to - start > SHORT || word.kind === "comment" || word.breaks) return -1;
      if (word.text === "}") return next;
      if (/^[{;]$/.test(word.text) || (word.text === "." && this.words[next + 1]?.text !== "}"))
        return -1;
    }
    return -1;
  }

  private current(): string {
    return this.lines.at(-1) ?? "";
  }
}
