/** The item in focus: what it says, the sentences in their documents, and what can be decided. */

import { linkTo } from "../shell/here";
import { number, texts } from "../texts";
import { Context } from "./Context";
import { decide, editing } from "./deciding";
import { source } from "./desk";
import { EditForm } from "./EditForm";
import { type End, type Fact, type Item, isFact, type Pair } from "./queries";
import type { Act } from "./sending";
import { inWords, kindOf, said, sentence, verb } from "./words";

const OF_FACTS: readonly [Act, string][] = [
  ["accept", "a"],
  ["reject", "r"],
  ["edit", "e"],
];
const OF_PAIRS: readonly [Act, string][] = [
  ["same", "s"],
  ["different", "d"],
];

export function ItemView({ item }: { item: Item }) {
  const acts = isFact(item) ? OF_FACTS : OF_PAIRS;
  return (
    <article class="item" aria-label={inWords(item)}>
      {isFact(item) ? <FactView fact={item} /> : <PairView pair={item} />}
      <p class="row acts">
        {acts.map(([act, key]) => (
          <button
            type="button"
            key={act}
            class={act}
            aria-expanded={act === "edit" ? editing.value === item.key : undefined}
            onClick={() => decide(act)}
          >
            {texts.review.acts[act]}{" "}
            <span class="key" aria-hidden="true">
              {key}
            </span>
          </button>
        ))}
      </p>
      {isFact(item) && editing.value === item.key && <EditForm key={item.key} fact={item} />}
      <p class="help">
        {texts.review.doubt} {Math.round(item.doubt * 100)} % ({texts.review.doubtWhy}),{" "}
        {texts.review.reach(item.reach, item.documents, number)}. {sentence(item.why)}
      </p>
      {item.sentences.map((each) => (
        <Context key={`${item.key} ${each.sourceKey} ${each.start}`} sentence={each} />
      ))}
      {item.sentences[0] && !source.value && (
        <button
          type="button"
          onClick={() => {
            source.value = item.sentences[0]?.sourceKey ?? "";
          }}
        >
          {texts.review.onlyThis}
        </button>
      )}
    </article>
  );
}

function FactView({ fact }: { fact: Fact }) {
  const more = [
    fact.status === "PLANNED" ? texts.review.planned : "",
    fact.year === null ? "" : String(fact.year),
    fact.role ?? "",
  ].filter(Boolean);
  return (
    <>
      <p class="help">{fact.kind === "PROPOSAL" ? texts.review.proposal : texts.review.claim}</p>
      <h2>
        <Thing end={fact.subject} /> {verb(fact.property)}{" "}
        {fact.object ? <Thing end={fact.object} /> : <q>{said(fact)}</q>}
        {more.length > 0 && ` (${more.join(", ")})`}
      </h2>
    </>
  );
}

function PairView({ pair }: { pair: Pair }) {
  return (
    <>
      <p class="help">{pair.areOne ? texts.review.joined : texts.review.apart}</p>
      <h2>
        <Thing end={pair.one} /> <span aria-hidden="true">{pair.areOne ? "=" : "≟"}</span>{" "}
        <Thing end={pair.other} />
      </h2>
    </>
  );
}

function Thing({ end }: { end: End }) {
  const to = linkTo(end.iri);
  return (
    <>
      {to ? <a href={to}>{end.name}</a> : end.name} <small class="kind">{kindOf(end)}</small>
    </>
  );
}
