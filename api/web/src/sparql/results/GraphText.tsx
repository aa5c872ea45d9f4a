/** A graph as Turtle. */

import { number, texts } from "../../texts";

const T = texts.sparql.answer;
/** Characters that are shown: more would make the page slow. */
const MOST = 200_000;

export function GraphText({ text }: { text: string }) {
  return (
    <>
      {text.length > MOST && <p class="help">{T.capped(number(MOST), number(text.length))}</p>}
      <section class="turtle" tabIndex={0} aria-label={T.text}>
        <pre>{text.slice(0, MOST)}</pre>
      </section>
    </>
  );
}
