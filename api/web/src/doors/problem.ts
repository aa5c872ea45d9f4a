/** What a door says where it does not answer (RFC 9457), as an error. */

import { texts } from "../texts";

interface Told {
  type?: string;
  title?: string;
  detail?: string;
  /** What GraphQL says in place of all these. */
  errors?: { message: string; extensions?: { code?: string } }[];
  line?: number;
  column?: number;
}

/** A place in what was sent, counted from 1, in characters. */
export interface Spot {
  readonly line: number;
  readonly column: number;
}

export class Problem extends Error {
  override readonly name = "Problem";

  constructor(
    message: string,
    /** The status of the answer; 0 where none came. */
    readonly status: number,
    /** The last part of the problem's type, such as `query-syntax`; a code of GraphQL's; or "". */
    readonly code: string = "",
    /** Where in a query it is, if the server says so. */
    readonly spot: Spot | null = null,
  ) {
    super(message);
  }

  /** Whether the token of the server is what is missing. */
  get wantsToken(): boolean {
    return this.status === 401;
  }
}

/** Makes a Problem of an answer that is none. */
export async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text().catch(() => "");
  const told = parsed(text);
  const error = told?.errors?.[0];
  const message = told?.detail ?? error?.message ?? told?.title;
  const code = told?.type?.split("/").at(-1) ?? error?.extensions?.code ?? "";
  const spot = told?.line && told.column ? { line: told.line, column: told.column } : null;
  return new Problem(message ?? texts.doors.status(response.status), response.status, code, spot);
}

function parsed(text: string): Told | null {
  try {
    return JSON.parse(text) as Told;
  } catch {
    return null;
  }
}

/** Says in words what went wrong, whatever it is. */
export function saying(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Statuses that pass: the server or what stands before it is not there, or has no place. */
const PASSING: ReadonlySet<number> = new Set([0, 429, 502, 503, 504]);

/** Whether it may go after a while; a stream that breaks is told by a TypeError. */
export function isPassing(error: unknown): boolean {
  return error instanceof Problem ? PASSING.has(error.status) : error instanceof TypeError;
}

/** Whether somebody stopped it. */
export function isAborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
