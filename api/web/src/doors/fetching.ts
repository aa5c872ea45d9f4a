/** Requests to this server: an answer, or a Problem that says why there is none. */

import { address, type Values } from "../shell/here";
import { texts } from "../texts";
import { isAborted, Problem, problemOf } from "./problem";

export interface Asking {
  readonly signal?: AbortSignal | undefined;
  readonly headers?: Record<string, string>;
  /** The generation to ask, where it is not that of the page. */
  readonly generation?: number;
}

/** Sends a request and returns the answer; throws a Problem unless it is one. */
export async function send(url: URL, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (error) {
    if (isAborted(error)) throw error;
    throw new Problem(texts.doors.unreachable, 0, "unreachable");
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** Returns the JSON at a path of this server. */
export async function getJson<T>(
  path: string,
  values: Values = {},
  asking: Asking = {},
): Promise<T> {
  const response = await send(address(path, values), {
    headers: { Accept: "application/json", ...asking.headers },
    signal: asking.signal ?? null,
  });
  return (await response.json()) as T;
}
