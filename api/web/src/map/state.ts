/** What was chosen on the map, in the address of the page. */

import { inAddress, type Part } from "../parts/address";
import { tableInAddress } from "../parts/tablePlace";
import { iris, oneIri, ticked } from "../views/iris";
import type { Sight } from "./WorldMap";

/** Longitude, latitude and zoom, separated by commas. */
export const sightPart: Part<Sight | null> = {
  usual: null,
  read: (text) => {
    const [long, lat, zoom] = text.split(",").map(Number);
    const fits = [long, lat, zoom].every((each) => each !== undefined && Number.isFinite(each));
    return fits ? { at: [long ?? 0, lat ?? 0], zoom: Math.max(zoom ?? 1, 1) } : null;
  },
  write: (sight) =>
    sight ? [sight.at[0].toFixed(3), sight.at[1].toFixed(3), sight.zoom.toFixed(2)].join(",") : "",
};

export const state = {
  networks: inAddress("networks", iris),
  countries: inAddress("countries", iris),
  isOnly: inAddress("only", ticked),
  withLone: inAddress("lone", ticked),
  isFilled: inAddress("fill", ticked),
  city: inAddress("city", oneIri),
  sight: inAddress("at", sightPart),
  table: tableInAddress("table"),
};
