/** What the colours, shapes and shades of the map mean. */

import { number, texts } from "../texts";
import type { Entry } from "../views/Legend";
import type { Members } from "../views/members";
import { MOST_SERIES } from "../views/series";
import type { Shown } from "./cities";

/** The entries for what is on the map, and for nothing else. */
export function legendOf(
  members: Members,
  shown: readonly Shown[],
  networks: readonly string[],
  begins: readonly number[],
): readonly Entry[] {
  const series = networks.slice(0, MOST_SERIES).map((network, place) => ({
    key: network,
    text: members.networks.get(network)?.name ?? network,
    series: place,
  }));
  const others: readonly Entry[] = [
    { key: "several", text: texts.views.several, series: null, isSeveral: true },
    { key: "other", text: texts.views.other, series: null },
    { key: "planned", text: texts.views.plannedOnly, series: null, isHollow: true },
  ];
  const isThere: Record<string, boolean> = {
    several: shown.some((each) => each.series.length > 1),
    other: networks.length > 0 && shown.some((each) => !each.series.length),
    planned: shown.some((each) => each.isPlanned),
  };
  return [...series, ...others.filter(({ key }) => isThere[key]), ...shadesOf(begins)];
}

function shadesOf(begins: readonly number[]): Entry[] {
  return begins.map((from, place) => {
    const next = begins[place + 1];
    const to = next === undefined ? null : next - 1;
    const range =
      to === from ? number(from) : `${number(from)}${to === null ? "+" : `–${number(to)}`}`;
    const text = range === "1" ? texts.views.map.onlyOne : texts.views.map.cityCount(range);
    return { key: `shade-${from}`, text, series: null, shade: place + 1 };
  });
}
