/** What was chosen on the time line, in the address of the page. */

import { inAddress, oneOf, type Part, word, words } from "../parts/address";
import { tableInAddress } from "../parts/tablePlace";
import { iris } from "../views/iris";
import { LANES } from "./choice";
import { KINDS, type Kind } from "./items";

/** A day, as a moment; null where none is chosen. */
const day: Part<number | null> = {
  usual: null,
  read: (text) => {
    const moment = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
    return Number.isNaN(moment) ? null : moment;
  },
  write: (moment) => (moment === null ? "" : new Date(moment).toISOString().slice(0, 10)),
};

const kinds: Part<readonly Kind[]> = {
  usual: [],
  read: (text) => KINDS.filter((each) => words().read(text)?.includes(each)),
  write: (value) => value.join(" "),
};

export const state = {
  networks: inAddress("networks", iris),
  countries: inAddress("countries", iris),
  kinds: inAddress("kinds", kinds),
  lanes: inAddress("lanes", oneOf(LANES, "kind")),
  from: inAddress("from", day),
  to: inAddress("to", day),
  /** The mark that is kept in sight. */
  mark: inAddress("mark", word()),
  table: tableInAddress("table"),
};
