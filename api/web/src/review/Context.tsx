/** A sentence where it stands in its document. */

import { Failure } from "../parts/island";
import { useLoaded } from "../parts/useLoaded";
import { linkTo } from "../shell/here";
import { texts } from "../texts";
import type { Sentence } from "./queries";
import { readDocument } from "./reading";

/** Characters of the text that are shown before a sentence, and after it. */
const AROUND = 400;

export function Context({ sentence }: { sentence: Sentence }) {
  const { id, title } = sentence.document;
  const { data, error, again } = useLoaded(id, () => readDocument(id));
  const parts = data?.text ? around(data.text, sentence) : { before: "", after: "" };
  const to = linkTo(id);
  return (
    <figure class="context">
      <figcaption>
        {texts.review.inDocument} {to ? <a href={to}>{title}</a> : title}
      </figcaption>
      <blockquote>
        <span class="around">{parts.before}</span>
        <mark>{sentence.quote}</mark>
        <span class="around">{parts.after}</span>
      </blockquote>
      {data?.text === null && <p class="help">{texts.review.noText}</p>}
      {error !== null && (
        <Failure error={error}>
          <button type="button" onClick={again}>
            {texts.waiting.again}
          </button>
        </Failure>
      )}
    </figure>
  );
}

/** What stands around a sentence; offsets count code points, as JavaScript's do not. */
export function around(text: string, { start, end }: { start: number; end: number }) {
  const points = [...text];
  const from = Math.max(0, start - AROUND);
  const to = Math.min(points.length, end + AROUND);
  return {
    before: (from > 0 ? "… " : "") + points.slice(from, start).join(""),
    after: points.slice(end, to).join("") + (to < points.length ? " …" : ""),
  };
}
