/** Every text that scripts show, in the language of the page.
 *
 * A translation is a folder beside `en` of the same shape; the type says when a text is missing.
 */

import { en } from "./en";

export type Texts = typeof en;

const LANGUAGES: Record<string, Texts> = { en };

/** The texts of a language as BCP 47 names it, or of the nearest there is. */
export function textsOf(language: string): Texts {
  return LANGUAGES[language] ?? LANGUAGES[language.split("-")[0] ?? ""] ?? en;
}

export const texts: Texts = textsOf(globalThis.document?.documentElement.lang ?? "en");

/** The language that numbers and dates are written in. */
export const locale = "en-GB";

const NUMBERS = new Intl.NumberFormat(locale);

/** Writes a number as people do. */
export function number(value: number): string {
  return NUMBERS.format(value);
}
