/** Texts for the clipboard. */

/** Copies a text; where a page may not, selects it in its field and returns false. */
export async function copied(
  text: string,
  field?: HTMLInputElement | HTMLTextAreaElement | null,
): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    field?.focus();
    field?.select();
    return false;
  }
}
