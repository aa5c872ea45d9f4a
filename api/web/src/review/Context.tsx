/** A sentence where it stands in its document. */

import { asKeeper } from "../doors/graphql";
import { useLoaded } from "../parts/useLoaded";
import { linkTo } from "../shell/here";
import { texts } from "../texts";
import { DOCUMENT, type Read, type Sentence } from "./queries";

/** Characters of the text that are shown before a sentence, and after it. */
const AROUND = 400;

const read = new Map<string, Promise<Read>>();

/** What a document says and names, asked for once. */
export function readDocument(id: string): Promise<Read> {
  const known = read.get(id) ?? asKeeper<Read>(DOCUMENT, { id });
  read.set(id, known);
  known.catch(() => read.delete(id));
  return known;
}

export function Context({ sentence }: { sentence: Sentence }) {
  const { id, title } = sentence.document;
  const { data } = useLoaded(id, () => readDocument(id));
  const text = data?.document?.text;
  const parts = text ? around(text, sentence) : { before: "", after: "" };
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
