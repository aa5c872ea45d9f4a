/** What was chosen in the matrix, in the address of the page. */

import { inAddress, numeral, oneOf } from "../parts/address";
import { tableInAddress } from "../parts/tablePlace";
import { iris, ticked } from "../views/iris";
import { ORDERS } from "./grid";

export const state = {
  networks: inAddress("networks", iris),
  countries: inAddress("countries", iris),
  order: inAddress("order", oneOf(ORDERS, "count")),
  /** Two networks that are compared. */
  pair: inAddress("pair", iris),
  isShared: inAddress("shared", ticked),
  /** An earlier generation, whose memberships that are gone are marked. */
  since: inAddress("since", numeral()),
  /** What is looked at: a city, a network, or both for their cell. */
  cell: inAddress("cell", iris),
  table: tableInAddress("table"),
};

/** Takes a network into the pair or out of it; of three the oldest goes. */
export function choose(network: string): void {
  const { value } = state.pair;
  const others = value.filter((each) => each !== network);
  state.pair.value = others.length < value.length ? others : [...others, network].slice(-2);
}
