/** What would be read in a document, sentence by sentence, in the order of its text. */

import type { Entity, Preview, Saying } from "../doors/documents";

export interface Said {
  readonly saying: Saying;
  readonly isProposal: boolean;
}

export interface Sentence {
  readonly key: string;
  readonly first: Saying;
  readonly said: readonly Said[];
}

/** Returns the sentences that something is read in, each with all that is. */
export function sentencesOf(preview: Preview): Sentence[] {
  const said = [
    ...[...preview.facts, ...preview.literals].map((saying) => ({ saying, isProposal: false })),
    ...preview.proposals.map((saying) => ({ saying, isProposal: true })),
  ];
  const sentences = new Map<string, { key: string; first: Saying; said: Said[] }>();
  for (const each of said) {
    const key = `${each.saying.start}-${each.saying.end}`;
    const sentence = sentences.get(key) ?? { key, first: each.saying, said: [] };
    sentence.said.push(each);
    sentences.set(key, sentence);
  }
  return [...sentences.values()].sort(
    (one, other) => one.first.start - other.first.start || one.first.end - other.first.end,
  );
}

/** Returns what the ends of sayings are called. */
export function namesOf(entities: readonly Entity[]): Map<string, string> {
  return new Map(entities.map((each) => [each.id, each.names[0] ?? each.id]));
}
