/** The sentences behind something that is looked at, each with the document that has it. */

import { Failure } from "../parts/island";
import { useLoaded } from "../parts/useLoaded";
import { linkTo } from "../shell/here";
import { number, texts } from "../texts";
import { type About, MOST_SENTENCES, type Sentence, sentencesOf } from "./sentences";

/** How long somebody looks before it is asked for. */
const PAUSE = 120;

const known = new Map<string, readonly Sentence[]>();

/** What is known of something already, else what the server says after a moment. */
export function useSentences(about: About) {
  const key = JSON.stringify(about);
  return useLoaded(key, async (signal) => {
    const before = known.get(key);
    if (before) return before;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    signal.throwIfAborted();
    const found = await sentencesOf(about, { signal });
    known.set(key, found);
    return found;
  });
}

export interface SentencesProps {
  readonly about: About;
  /** Which of the sentences are shown; all where it is left out. */
  readonly only?: (sentence: Sentence) => boolean;
}

export function Sentences({ about, only = () => true }: SentencesProps) {
  const { data, error, isLoading, again } = useSentences(about);
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
  const shown = data.filter(only);
  return (
    <>
      {shown.map((each) => (
        <Quote key={each.claim} sentence={each} />
      ))}
      {!shown.length && <p class="help">{texts.views.noSentence}</p>}
      {data.length >= MOST_SENTENCES && (
        <p class="help">{texts.views.moreSentences(number(MOST_SENTENCES))}</p>
      )}
    </>
  );
}

export function Quote({ sentence }: { sentence: Sentence }) {
  return (
    <figure class="claim">
      <blockquote>“{sentence.quote}”</blockquote>
      <figcaption>
        {sentence.isPlanned && <span class="planned">{texts.views.planned}, </span>}
        {sentence.year && `${sentence.year}, `}
        <a href={linkTo(sentence.claim) ?? undefined}>{sentence.title || texts.views.untitled}</a>
      </figcaption>
    </figure>
  );
}
