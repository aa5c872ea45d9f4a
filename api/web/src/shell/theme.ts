/** The colours that a reader chose; the script `theme.js` of the head sets them at the next page. */

import { signal } from "@preact/signals";
import { keep } from "../parts/storage";

const KEY = "hansa-theme";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

export const theme = signal<Theme>((document.documentElement.dataset.theme as Theme) ?? "system");

/** Shows the page in other colours, and remembers them. */
export function choose(wanted: Theme): void {
  theme.value = wanted;
  if (wanted === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = wanted;
  keep(() => localStorage, KEY, wanted);
}

/** A colour of the style sheet as it is now, such as `--city`. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Calls when the colours changed, by the reader or by the system; returns what ends that. */
export function onTheme(changed: () => void): () => void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", changed);
  let isFirst = true;
  const unsubscribe = theme.subscribe(() => {
    if (!isFirst) changed();
    isFirst = false;
  });
  return () => {
    system.removeEventListener("change", changed);
    unsubscribe();
  };
}
