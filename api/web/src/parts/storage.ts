/** What a browser keeps for a page, where it lets pages keep anything. */

/** Returns what is kept under a key; null where nothing is, or nothing may be. */
export function kept(where: () => Storage, key: string): string | null {
  try {
    return where().getItem(key);
  } catch {
    return null;
  }
}

/** Keeps a text under a key, or forgets it where it is null; without either, it holds for this page. */
export function keep(where: () => Storage, key: string, text: string | null): void {
  try {
    if (text === null) where().removeItem(key);
    else where().setItem(key, text);
  } catch {
    // Where nothing may be kept, it holds until the page is left.
  }
}
