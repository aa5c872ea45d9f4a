/** Letters as people type them, for finding: without capitals and accents. */

/** Returns a text without case and accents, so that Rīga is found by riga. */
export function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** The words of what somebody typed, folded. */
export function foldedWords(text: string): string[] {
  return folded(text).split(/\s+/).filter(Boolean);
}
