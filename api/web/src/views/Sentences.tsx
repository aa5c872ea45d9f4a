/** The sentences behind something that is looked at, each with the document that has it. */

import { Awaited } from "../parts/island";
import { useLoaded } from "../parts/useLoaded";
import { linkTo } from "../shell/here";
import { number, texts } from "../texts";
import {
  type About,
  MOST_SENTENCES,
  type Newest,
  newestOf,
  type Sentence,
  sentencesOf,
} from "./sentences";

/** How long somebody looks before it is asked for. */
const PAUSE = 120;

/** Asks for what somebody looks at for a moment, and keeps what came for the next look. */
function usePatient<T>(
  known: Map<string, T>,
  key: string,
  ask: (signal: AbortSignal) => Promise<T>,
) {
  return useLoaded(key, async (signal) => {
    const before = known.get(key);
    if (before) return before;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    signal.throwIfAborted();
    const found = await ask(signal);
    known.set(key, found);
    return found;
  });
}

const sentences = new Map<string, readonly Sentence[]>();
const newest = new Map<string, Newest>();

/** What is known of something already, else what the server says after a moment. */
export function useSentences(about: About) {
  return usePatient(sentences, JSON.stringify(about), (signal) => sentencesOf(about, { signal }));
}

/** The newest sentence for each object of a thing, and how many there are. */
export function useNewest(subject: string, property: string) {
  return usePatient(newest, `${subject} ${property}`, (signal) =>
    newestOf(subject, property, { signal }),
  );
}

export interface SentencesProps {
  readonly about: About;
  /** Which of the sentences are shown; all where it is left out. */
  readonly only?: (sentence: Sentence) => boolean;
}

export function Sentences({ about, only = () => true }: SentencesProps) {
  return (
    <Awaited state={useSentences(about)}>
      {(all) => {
        const shown = all.filter(only);
        return (
          <>
            {shown.map((each) => (
              <Quote key={each.claim} sentence={each} />
            ))}
            {!shown.length && <p class="help">{texts.views.noSentence}</p>}
            {all.length >= MOST_SENTENCES && (
              <p class="help">{texts.views.moreSentences(number(MOST_SENTENCES))}</p>
            )}
          </>
        );
      }}
    </Awaited>
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
