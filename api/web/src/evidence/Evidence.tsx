/** The sentences behind facts: marked in their surroundings, with their document and how sure they are. */

import { Awaited } from "../parts/island";
import { inWords } from "../parts/relations";
import { useLoaded } from "../parts/useLoaded";
import { linkTo } from "../shell/here";
import { number, texts } from "../texts";
import { bySentence, type Claim, claimsOf, MOST, plain, type Sentence } from "./claims";

const words = texts.evidence;

export function Evidence({ ids }: { ids: readonly string[] }) {
  const state = useLoaded(ids.join(" "), (signal) => claimsOf(ids, { signal }));
  return (
    <Awaited state={state}>
      {(claims) => (
        <>
          {bySentence(claims).map((each) => (
            <Said key={each.place} sentence={each} />
          ))}
          {ids.length > MOST && <p class="help">{words.more(number(MOST), number(ids.length))}</p>}
        </>
      )}
    </Awaited>
  );
}

function Said({ sentence: { claims, place } }: { sentence: Sentence }) {
  const [first] = claims;
  const to = linkTo(place.split("#")[0] ?? "");
  return (
    <section>
      <ul class="stated">
        {claims.map((claim) => (
          <Fact key={claim.id} claim={claim} />
        ))}
      </ul>
      <blockquote>
        <span class="around">{plain(first.prefix)}</span>
        <mark>{plain(first.quote)}</mark>
        <span class="around">{plain(first.suffix)}</span>
      </blockquote>
      <p class="source">
        <a href={`${to}#char-${first.start}-${first.end}`}>{first.document.title}</a>
        {first.document.date && <time dateTime={first.document.date}>, {first.document.date}</time>}
      </p>
    </section>
  );
}

function Fact({ claim }: { claim: Claim }) {
  return (
    <li>
      <Thing {...claim.subject} /> {inWords(claim.property)}{" "}
      {claim.object ? <Thing {...claim.object} /> : claim.value}
      {claim.role && <span class="detail"> {words.as(claim.role)}</span>}
      {claim.year && <span class="detail"> {claim.year}</span>}
      {claim.status === "PLANNED" && <span class="badge planned"> {words.planned}</span>}
      <small class="how">
        <span title={words.sureTitle}>{words.sure(`${Math.round(claim.confidence * 100)} %`)}</span>
        {claim.rule && (
          <span>
            {words.rule} <code>{claim.rule}</code>
          </span>
        )}
        <a href={linkTo(claim.id) ?? undefined}>{words.claim}</a>
      </small>
    </li>
  );
}

function Thing({ id, name }: { id: string; name: { value: string } }) {
  return <a href={linkTo(id) ?? undefined}>{name.value}</a>;
}
