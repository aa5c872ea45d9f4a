/** The menu "Copy as" in the place that a page keeps for it. */

import { mount } from "../parts/island";
import { CopyAs } from "./CopyAs";

export function mountCopyAs(): void {
  const { iri, label, kind } = document.getElementById("copy")?.dataset ?? {};
  if (iri) mount(<CopyAs subject={{ iri, label: label ?? "", kind: kind ?? "" }} />, "copy");
}
