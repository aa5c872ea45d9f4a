/** The networks and countries that a view is narrowed to. */

import type { Signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { texts } from "../texts";
import { choosableCountries, choosableNetworks } from "./choosable";
import { MultiSelect } from "./MultiSelect";
import type { Members } from "./members";

export interface ChoosersProps {
  readonly members: Members;
  readonly state: {
    readonly networks: Signal<readonly string[]>;
    readonly countries: Signal<readonly string[]>;
  };
  /** What is counted, where that is not members. */
  readonly counted?: readonly {
    readonly networks: readonly string[];
    readonly countries: readonly string[];
  }[];
}

export function Choosers({ members, state, counted }: ChoosersProps) {
  const all = useMemo(
    () => ({
      networks: choosableNetworks(
        members,
        counted?.flatMap((each) => each.networks),
      ),
      countries: choosableCountries(
        members,
        counted?.flatMap((each) => each.countries),
      ),
    }),
    [members, counted],
  );
  return (
    <>
      {(["networks", "countries"] as const).map((which) => (
        <MultiSelect
          key={which}
          id={which}
          label={texts.views[which]}
          all={all[which]}
          chosen={state[which].value}
          onChange={(chosen) => {
            state[which].value = chosen;
          }}
        />
      ))}
    </>
  );
}
