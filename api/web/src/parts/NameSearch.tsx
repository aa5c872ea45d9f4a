/** The large field of the first page and of the search: names to go to, or words to search. */

import { type Found, findThings } from "../doors/search";
import { linkTo } from "../shell/here";
import { texts } from "../texts";
import { Combobox } from "./Combobox";

interface Props {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
}

export function NameSearch({ label, placeholder, value }: Props) {
  const go = (found: Found) => {
    const to = linkTo(found.iri);
    if (to) location.assign(to);
  };
  return (
    <Combobox
      id="q"
      name="q"
      label={label}
      placeholder={placeholder}
      value={value}
      suggest={(text, signal) => findThings(text, { signal })}
      keyOf={(found) => found.iri}
      show={(found) => ({ text: found.label, note: texts.kinds[found.kind]?.one ?? found.kind })}
      onChoose={go}
    />
  );
}
