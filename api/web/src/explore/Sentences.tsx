/** The sentences that say something, each with its document. */

import { Failure } from "../parts/island";
import { useLoaded } from "../parts/useLoaded";
import { linkTo } from "../shell/here";
import { number, texts } from "../texts";
import { loadSentences, MOST_SENTENCES, type Sentence } from "./load";
import type { Link } from "./model";

export function Sentences({ links }: { links: readonly Link[] }) {
  const words = texts.explore.sentences;
  const key = links.map((link) => link.key).join("\n");
  const { data, error, isLoading, again } = useLoaded(key, (signal) =>
    loadSentences(links, { signal }),
  );
  if (error) {
    return (
      <Failure error={error}>
        <button type="button" onClick={again}>
          {texts.waiting.again}
        </button>
      </Failure>
    );
  }
  if (isLoading || !data) return <p class="help">{texts.waiting.loading}</p>;
  if (!data.length) return <p class="help">{words.none}</p>;
  return (
    <>
      <p role="status" class="help">
        {words.count(number(data.length), data.length === 1)}
        {data.length === MOST_SENTENCES && ` ${words.most(number(MOST_SENTENCES))}`}
      </p>
      {data.map((each) => (
        <Saying key={each.claim} sentence={each} />
      ))}
    </>
  );
}

function Saying({ sentence }: { sentence: Sentence }) {
  const words = texts.explore.sentences;
  const [document, claim] = [linkTo(sentence.document), linkTo(sentence.claim)];
  const title = sentence.title || words.document;
  return (
    <figure class="claim">
      <blockquote>{sentence.quote}</blockquote>
      <figcaption>
        {document ? <a href={document}>{title}</a> : title}
        {sentence.date && `, ${sentence.date}`}
        {" · "}
        <span class={sentence.isPlanned ? "planned" : ""}>
          {sentence.isPlanned ? words.planned : words.asserted}
        </span>
        {sentence.year && ` · ${sentence.year}`}
        {" · "}
        {claim && <a href={claim}>{words.claim}</a>}
      </figcaption>
    </figure>
  );
}
