/** A city that is looked at: its networks, and a sentence for each. */

import { hansa } from "../doors/terms";
import { Failure, Waiting } from "../parts/island";
import { address, linkTo } from "../shell/here";
import { number, texts } from "../texts";
import type { Members } from "../views/members";
import { Quote, useNewest } from "../views/Sentences";
import type { Shown } from "./cities";

export interface CardProps {
  readonly shown: Shown;
  readonly members: Members;
  readonly isPinned: boolean;
  readonly onClose: () => void;
}

export function Card({ shown, members, isPinned, onClose }: CardProps) {
  const { city, memberships } = shown;
  const country = members.countries.get(city.country);
  const said = useNewest(city.iri, hansa("memberOf"));
  return (
    <div class="card">
      <h2>
        <a href={linkTo(city.iri) ?? undefined}>{city.name}</a>
      </h2>
      <p class="help">
        {country ? country.name : texts.views.noCountry}
        {" · "}
        <a href={address("explore", { focus: city.iri }).href}>{texts.views.inPicture}</a>
        {isPinned && (
          <>
            {" · "}
            <button type="button" class="link" onClick={onClose}>
              {texts.views.map.unpin}
            </button>
          </>
        )}
      </p>
      {said.error !== null && <Failure error={said.error} again={said.again} />}
      {memberships.map((each) => {
        const found = said.data?.get(each.network);
        return (
          <section key={each.network}>
            <h3>
              <a href={linkTo(each.network) ?? undefined}>
                {members.networks.get(each.network)?.name}
              </a>
              {each.isPlanned && <span class="planned"> {texts.views.planned}</span>}
            </h3>
            {found && <Quote sentence={found.sentence} />}
            {said.isLoading && <Waiting />}
            {found && found.count > 1 && (
              <p class="help">{texts.views.moreHere(number(found.count - 1))}</p>
            )}
          </section>
        );
      })}
      {!memberships.length && <p class="help">{texts.views.map.noNetwork}</p>}
    </div>
  );
}

/** How many names of a list are shown. */
const MOST_NAMES = 40;

/** Cities to choose from: of a group, or those that have no place on the map. */
export function Names(props: {
  title: string;
  shown: readonly Shown[];
  onChoose: (iri: string) => void;
}) {
  return (
    <>
      <h2>{props.title}</h2>
      <ul class="names">
        {props.shown.slice(0, MOST_NAMES).map(({ city }) => (
          <li key={city.iri}>
            <button type="button" class="link" onClick={() => props.onChoose(city.iri)}>
              {city.name}
            </button>
          </li>
        ))}
      </ul>
      {props.shown.length > MOST_NAMES && (
        <p class="help">{texts.views.moreNames(number(props.shown.length - MOST_NAMES))}</p>
      )}
    </>
  );
}
