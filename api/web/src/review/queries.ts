/** What the review page asks of GraphQL, and what it is told. */

export type Kind = "PROPOSAL" | "CLAIM" | "APART" | "JOINED";
export type Order = "WORTH" | "DOUBT" | "REACH";

export interface End {
  readonly name: string;
  readonly kind: string;
  readonly iri: string;
}

export interface Sentence {
  readonly quote: string;
  readonly start: number;
  readonly end: number;
  readonly sourceKey: string;
  readonly document: { readonly id: string; readonly title: string };
}

interface Shared {
  readonly key: string;
  readonly kind: Kind;
  readonly doubt: number;
  readonly reach: number;
  readonly worth: number;
  readonly documents: number;
  readonly why: string;
  readonly sentences: readonly Sentence[];
}

export interface Fact extends Shared {
  readonly __typename: "UncertainFact";
  readonly claim: string;
  readonly subject: End;
  readonly property: string;
  readonly object: End | null;
  readonly value: string | null;
  readonly status: "ASSERTED" | "PLANNED";
  readonly year: number | null;
  readonly role: string | null;
  readonly confidence: number;
  readonly rule: string;
}

export interface Pair extends Shared {
  readonly __typename: "UncertainPair";
  readonly one: End;
  readonly other: End;
  readonly areOne: boolean;
}

export type Item = Fact | Pair;

export interface Page<T> {
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
  readonly nodes: readonly T[];
}

export interface Counted<T> extends Page<T> {
  readonly totalCount: number;
}

export interface Queue {
  readonly review: Counted<Item | null>;
}

export const QUEUE = `query Review($first: Int!, $after: String, $filter: ReviewFilter, $by: ReviewOrder!) {
  review(first: $first, after: $after, filter: $filter, orderBy: $by) {
    totalCount
    pageInfo { endCursor hasNextPage }
    nodes {
      __typename key kind doubt reach worth documents why
      sentences { quote start end sourceKey document { id title } }
      ... on UncertainFact {
        claim property value status year role confidence rule
        subject { name kind iri }
        object { name kind iri }
      }
      ... on UncertainPair { areOne one { name kind iri } other { name kind iri } }
    }
  }
}`;

export const COUNT = `query Count($filter: ReviewFilter) {
  review(first: 0, filter: $filter) { totalCount }
}`;

/** A document's text around a sentence is cut here; what it names are the ends of an edit. */
export const DOCUMENT = `query Document($id: ID!, $isFirst: Boolean!, $after: String) {
  document(id: $id) {
    text @include(if: $isFirst)
    entities(first: 100, after: $after) {
      pageInfo { endCursor hasNextPage }
      nodes { __typename id name { value } }
    }
  }
}`;

export interface Named {
  readonly __typename: string;
  readonly id: string;
  readonly name: { readonly value: string };
}

export interface DocumentPage {
  readonly document: {
    readonly text?: string;
    readonly entities: Page<Named>;
  } | null;
}

export const CURATE = `mutation Curate($input: CurateInput!) {
  curate(input: $input) { done decision claim generation }
}`;

export interface Curated {
  readonly curate: {
    readonly done: readonly string[];
    readonly decision: number | null;
    readonly claim: string | null;
    readonly generation: number;
  };
}

export interface Kept {
  readonly __typename: "ThingDecision" | "ClaimDecision";
  readonly act: string;
  readonly who: string | null;
  readonly at: string | null;
  readonly words: string;
  readonly holds: boolean;
  readonly number?: number;
  readonly claim?: string;
}

export interface Decisions {
  readonly decisions: Counted<Kept>;
}

export const DECISIONS = `query Decisions($first: Int!, $after: String) {
  decisions(first: $first, after: $after) {
    totalCount
    pageInfo { endCursor hasNextPage }
    nodes {
      __typename act who at words holds
      ... on ThingDecision { number }
      ... on ClaimDecision { claim }
    }
  }
}`;

export const GENERATIONS = "subscription { generationChanged { generation } }";

/** Says whether an item is a fact. */
export function isFact(item: Item): item is Fact {
  return item.__typename === "UncertainFact";
}
