/** The page of a question as the server makes it, to be shown in place of the one that is there. */

import { isAborted, Problem, problemOf } from "../doors/problem";
import { texts } from "../texts";

/** Returns the page at an address, also where it tells what is wrong with the values. */
export async function pageAt(url: URL, signal: AbortSignal): Promise<Document> {
  let response: Response;
  try {
    response = await fetch(url, { headers: { Accept: "text/html" }, signal });
  } catch (error) {
    if (isAborted(error)) throw error;
    throw new Problem(texts.doors.unreachable, 0, "unreachable");
  }
  if (!response.headers.get("Content-Type")?.startsWith("text/html")) {
    throw await problemOf(response);
  }
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

/** The address that a form asks for; what is empty is left out, as the server would. */
export function addressOf(form: HTMLFormElement): URL {
  const url = new URL(form.action);
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value.trim()) url.searchParams.append(name, value.trim());
  }
  return url;
}
