/** The page of the map: what is chosen, what is seen, what is told beside it. */

import { useMemo, useRef, useState } from "preact/hooks";
import { DataTable } from "../parts/DataTable";
import { Failure } from "../parts/island";
import { useLoaded } from "../parts/useLoaded";
import { here } from "../shell/here";
import { number, texts } from "../texts";
import { Choosers } from "../views/Choosers";
import { AwaitedView, Frame, Ticked } from "../views/Frame";
import { Legend } from "../views/Legend";
import { loadMembers, type Members, MOST } from "../views/members";
import { type Picture, pictureIn } from "../views/picture";
import { tableFile, ViewSaver } from "../views/Saver";
import { MOST_SERIES } from "../views/series";
import { Card, Names } from "./Card";
import { byCountry, type Shown, shade, shownCities, steps } from "./cities";
import { legendOf } from "./legend";
import type { Mark } from "./Marks";
import { numericOf } from "./numeric";
import { state } from "./state";
import { columnsOf } from "./table";
import { WorldMap } from "./WorldMap";

export function MapPage() {
  const loaded = useLoaded(String(here.asked), loadMembers);
  return <AwaitedView state={loaded}>{(members) => <Loaded members={members} />}</AwaitedView>;
}

function Loaded({ members }: { members: Members }) {
  const picture = useRef<HTMLDivElement>(null);
  const [looked, look] = useState<Mark | null>(null);
  const [failure, fail] = useState<unknown>(null);
  const choice = {
    networks: state.networks.value,
    countries: state.countries.value,
    isOnly: state.isOnly.value,
    withLone: state.withLone.value,
  };
  const shown = useMemo(() => shownCities(members, choice), [members, ...Object.values(choice)]);
  const columns = useMemo(() => columnsOf(members), [members]);
  const { begins, shades } = useMemo(
    () => (state.isFilled.value ? shading(members, shown) : NO_SHADES),
    [members, shown, state.isFilled.value],
  );
  const pinned = shown.find(({ city }) => city.iri === state.city.value);
  const single = looked?.points.length === 1 ? looked.points[0]?.shown : undefined;
  const active = single ?? pinned;
  const choose = (mark: Mark) => {
    look(mark);
    state.city.value = mark.points.length === 1 ? mark.key : "";
  };
  const pin = (iri: string) => {
    look(null);
    state.city.value = iri;
  };
  const nameOf = ({ city, memberships }: Shown) =>
    texts.views.map.city(
      city.name,
      members.countries.get(city.country)?.name ?? "",
      memberships.map((each) => members.networks.get(each.network)?.name ?? ""),
    );
  return (
    <Frame
      bar={<Bar members={members} shown={shown} picture={() => pictureIn(picture.current)} />}
      picture={
        <div ref={picture}>
          <WorldMap
            shown={shown}
            shades={shades}
            active={active?.city.iri ?? looked?.key ?? ""}
            sight={state.sight.peek()}
            nameOf={nameOf}
            onSight={(sight) => {
              state.sight.value = sight;
            }}
            onLook={look}
            onChoose={choose}
            onFailure={fail}
          >
            {failure !== null && <Failure error={failure} />}
          </WorldMap>
          <Legend
            label={texts.views.map.legend}
            entries={legendOf(members, shown, choice.networks, begins)}
          />
          <p id="map-how" class="help">
            {texts.views.map.how}
          </p>
        </div>
      }
      aside={
        <Aside
          looked={looked}
          active={active}
          members={members}
          shown={shown}
          isPinned={pinned !== undefined && active === pinned}
          onPin={pin}
        />
      }
      table={
        <DataTable
          caption={texts.views.map.caption}
          columns={columns}
          rows={shown}
          keyOf={({ city }) => city.iri}
          place={state.table}
        />
      }
    />
  );
}

const NO_SHADES = { begins: [] as readonly number[], shades: new Map<string, number>() };

function shading(members: Members, shown: readonly Shown[]) {
  const counts = byCountry(shown);
  const begins = steps(Math.max(0, ...counts.values()));
  const shades = new Map<string, number>();
  for (const [country, count] of counts) {
    const numeric = numericOf(members.countries.get(country)?.code ?? "");
    if (numeric) shades.set(numeric, shade(count, begins));
  }
  return { begins, shades };
}

interface BarProps {
  readonly members: Members;
  readonly shown: readonly Shown[];
  readonly picture: () => Picture | null;
}

function Bar({ members, shown, picture }: BarProps) {
  const { map } = texts.views;
  const chosen = state.networks.value;
  const set =
    <T,>(part: { value: T }) =>
    (value: T) => {
      part.value = value;
    };
  return (
    <>
      <Choosers members={members} state={state} />
      <div class="ticks">
        {chosen.length > 0 && (
          <Ticked label={map.only} isOn={state.isOnly.value} onChange={set(state.isOnly)} />
        )}
        <Ticked label={map.lone} isOn={state.withLone.value} onChange={set(state.withLone)} />
        <Ticked label={map.fill} isOn={state.isFilled.value} onChange={set(state.isFilled)} />
      </div>
      <ViewSaver
        name={map.file}
        table={() => tableFile(columnsOf(members), shown)}
        picture={picture}
      />
      <div class="notes" role="status">
        <p>{told(shown)}</p>
        {chosen.length > MOST_SERIES && (
          <p>{map.tooMany(number(MOST_SERIES), number(chosen.length))}</p>
        )}
        {!members.isWhole && <p>{texts.views.notWhole(number(MOST))}</p>}
      </div>
    </>
  );
}

function told(shown: readonly Shown[]): string {
  if (!shown.length) return texts.views.map.none;
  const unplaced = shown.filter(({ city }) => !city.at).length;
  return texts.views.map.shown(number(shown.length - unplaced), number(unplaced));
}

interface AsideProps {
  readonly looked: Mark | null;
  readonly active: Shown | undefined;
  readonly members: Members;
  readonly shown: readonly Shown[];
  readonly isPinned: boolean;
  readonly onPin: (iri: string) => void;
}

function Aside({ looked, active, members, shown, isPinned, onPin }: AsideProps) {
  if (active) {
    return <Card shown={active} members={members} isPinned={isPinned} onClose={() => onPin("")} />;
  }
  if (looked) {
    const cities = looked.points.map((each) => each.shown);
    const title = texts.views.map.here(number(cities.length));
    return <Names title={title} shown={cities} onChoose={onPin} />;
  }
  const unplaced = shown.filter(({ city }) => !city.at);
  return (
    <>
      <p class="help">{texts.views.map.start}</p>
      {unplaced.length > 0 && (
        <Names
          title={texts.views.map.unplaced(number(unplaced.length))}
          shown={unplaced}
          onChoose={onPin}
        />
      )}
    </>
  );
}
