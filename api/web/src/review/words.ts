/** Items in words. */

import { texts } from "../texts";
import { type End, type Fact, type Item, isFact } from "./queries";

/** A constant of GraphQL's as the ontology has it: `MEMBER_OF` is `memberOf`. */
export function localName(constant: string): string {
  return constant.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** A relation as a verb: its words, or those of its name. */
export function verb(property: string): string {
  const name = localName(property);
  return texts.relations[name] ?? name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** What the kind of an end is called. */
export function kindOf({ kind }: End): string {
  const name = kind.charAt(0) + kind.slice(1).toLowerCase();
  return texts.kinds[name]?.one ?? name;
}

/** What is at the other end of a fact. */
export function said(fact: Fact): string {
  return fact.object?.name ?? fact.value ?? "";
}

/** An item in one line. */
export function inWords(item: Item): string {
  if (isFact(item)) return `${item.subject.name} ${verb(item.property)} ${said(item)}`;
  return `${item.one.name} ${item.areOne ? "=" : "≟"} ${item.other.name}`;
}

/** What a thing is called where an item has it as an end; else what ends its IRI. */
export function nameIn(items: readonly Item[], iri: string): string {
  const ends = items.flatMap((each) =>
    isFact(each) ? [each.subject, each.object] : [each.one, each.other],
  );
  return ends.find((each) => each?.iri === iri)?.name ?? iri.slice(iri.lastIndexOf("/") + 1);
}

/** An item as it is told when it comes to be decided on. */
export function announced(item: Item): string {
  return `${texts.review.tags[item.kind]}: ${inWords(item)}`;
}

/** Words that begin small and end without a stop, as a sentence. */
export function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
