/** What is kept of the page: the query in its address, and what is typed in its tab. */

import { signal } from "@preact/signals";

const KEY = "hansa-sparql";
/** Longer texts are not kept: the room of a tab is small. */
const LONGEST = 200_000;
/** Longer queries do not stand in the address, which servers and mail programs would cut. */
export const LONGEST_IN_ADDRESS = 6_000;

export const query = signal("");
export const withEvidence = signal(wantsEvidence());

/** Finds the text to begin with, and keeps what becomes of it.
 *
 * What somebody typed into the field of the page, before the scripts came, goes before what the
 * address asks, and that before what the tab kept.
 */
export function begin(field: Pick<HTMLTextAreaElement, "value" | "defaultValue"> | null): void {
  const typed = field && field.value !== field.defaultValue ? field.value : null;
  query.value = typed ?? inAddress() ?? drafted() ?? field?.value.trim() ?? "";
  query.subscribe(keep);
}

/** The query that the address asks; null where it asks none. */
export function inAddress(): string | null {
  return new URLSearchParams(location.search).get("query");
}

/** Whether the address asks for the sentences too. */
export function wantsEvidence(): boolean {
  return new URLSearchParams(location.search).get("evidence") === "1";
}

function drafted(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function keep(text: string): void {
  try {
    if (text.length <= LONGEST) sessionStorage.setItem(KEY, text);
  } catch {
    // Where nothing may be kept, the text lasts as long as the page.
  }
}

/** Puts what is run into the address, so that Back leads to what was run before.
 *
 * Fields that are `gone` belong to what was run before, and stay with it.
 */
export function putInAddress(text: string, gone: readonly string[] = []): void {
  const url = new URL(location.href);
  for (const each of gone) url.searchParams.delete(each);
  const before = [url.searchParams.get("query"), url.searchParams.get("evidence")];
  if (text.length <= LONGEST_IN_ADDRESS) url.searchParams.set("query", text);
  else url.searchParams.delete("query");
  if (withEvidence.value) url.searchParams.set("evidence", "1");
  else url.searchParams.delete("evidence");
  // The same query may be written in several ways, of which none is another page.
  const after = [url.searchParams.get("query"), url.searchParams.get("evidence")];
  if (String(after) !== String(before)) history.pushState(null, "", url);
}
