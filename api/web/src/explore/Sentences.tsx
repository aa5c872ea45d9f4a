/** The sentences that say something, each with its document. */

import { Awaited } from "../parts/island";
import { useLoaded } from "../parts/useLoaded";
import { linkTo } from "../shell/here";
import { number, texts } from "../texts";
import { loadSentences, MOST_SENTENCES, type Sentence } from "./load";
import type { Link } from "./model";

export function Sentences({ links }: { links: readonly Link[] }) {
  const words = texts.explore.sentences;
  const key = links.map((link) => link.key).join("\n");
  const state = useLoaded(key, (signal) => loadSentences(links, { signal }));
  return (
    <Awaited state={state}>
      {(all) =>
        all.length ? (
          <>
            <p role="status" class="help">
              {words.count(number(all.length), all.length === 1)}
              {all.length === MOST_SENTENCES && ` ${words.most(number(MOST_SENTENCES))}`}
            </p>
            {all.map((each) => (
              <Saying key={each.claim} sentence={each} />
            ))}
          </>
        ) : (
          <p class="help">{words.none}</p>
        )
      }
    </Awaited>
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
