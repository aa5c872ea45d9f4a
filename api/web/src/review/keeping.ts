/** What a reviewer is asked once: who decides, and whether single keys decide. */

import { type Signal, signal } from "@preact/signals";

/** A signal whose text stays in the browser. */
function kept(key: string, usual: string): Signal<string> {
  const value = signal(read(key) ?? usual);
  value.subscribe((now) => {
    try {
      localStorage.setItem(key, now);
    } catch {
      // Where nothing may be kept, it holds for this page.
    }
  });
  return value;
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Who decides, as the list of decisions shows it. */
export const reviewer = kept("hansa-reviewer", "");

/** "on" where single keys decide (WCAG 2.2, 2.1.4: they can be switched off). */
export const shortcuts = kept("hansa-review-keys", "on");
