/** The keeper's token: given once in a tab, sent only where it is needed, forgotten with the tab. */

import { signal } from "@preact/signals";
import { keep, kept } from "../parts/storage";

const KEY = "hansa-token";

export const token = signal<string>(kept(() => sessionStorage, KEY) ?? "");

token.subscribe((value) => {
  keep(() => sessionStorage, KEY, value || null);
});

/** The headers that show the token, none where there is none. */
export function authorization(): Record<string, string> {
  return token.value ? { Authorization: `Bearer ${token.value}` } : {};
}
