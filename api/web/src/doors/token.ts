/** The keeper's token: given once in a tab, sent only where it is needed, forgotten with the tab. */

import { signal } from "@preact/signals";

const KEY = "hansa-token";

export const token = signal<string>(kept());

token.subscribe((value) => {
  try {
    if (value) sessionStorage.setItem(KEY, value);
    else sessionStorage.removeItem(KEY);
  } catch {
    // Where nothing may be kept, it holds until the page is left.
  }
});

function kept(): string {
  try {
    return sessionStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}

/** The headers that show the token, none where there is none. */
export function authorization(): Record<string, string> {
  return token.value ? { Authorization: `Bearer ${token.value}` } : {};
}
