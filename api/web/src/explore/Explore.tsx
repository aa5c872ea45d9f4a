/** The page: what is shown, the picture of it, what is selected, and the same as tables. */

import { useEffect } from "preact/hooks";
import { FilterBar, Summary } from "./Filters";
import { Picture } from "./Picture";
import { Selection } from "./Selection";
import { begin } from "./session";
import { Tables } from "./Tables";
import { Ways } from "./Ways";

export function Explore() {
  useEffect(begin, []);
  return (
    <div class="explore">
      <FilterBar />
      <Summary />
      <div class="explore-main">
        <Picture />
        <div class="explore-side">
          <Selection />
        </div>
      </div>
      <Ways />
      <Tables />
    </div>
  );
}
