/** The sentences behind a row, each with the document that says it. */

import { linkTo } from "../../shell/here";
import { texts } from "../../texts";
import type { Claim } from "../answers";

const T = texts.sparql.answer;

export function Sentences({ claims }: { claims: readonly Claim[] }) {
  if (!claims.length) return <span class="help">{T.noSentence}</span>;
  return (
    <>
      {claims.map((each) => (
        <p key={each.claim} class="sentence">
          <q>{each.quote}</q>{" "}
          <a href={linkTo(each.claim) ?? undefined}>{each.documentTitle || each.document}</a>
        </p>
      ))}
    </>
  );
}
