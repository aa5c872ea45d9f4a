/** Relations in words. */

import { texts } from "../texts";

/** The name of a property in words, whether it is the ontology's (`memberOf`) or GraphQL's (`MEMBER_OF`). */
export function inWords(property: string): string {
  const isGraphQL = /^[A-Z_]+$/.test(property);
  const plain = isGraphQL
    ? property.toLowerCase().replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
    : property;
  return texts.relations[plain] ?? plain.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
}
