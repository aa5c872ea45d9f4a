/** Several things chosen from many: boxes to tick, with a field that narrows them down. */

import { useMemo, useRef, useState } from "preact/hooks";
import { folded, foldedWords } from "../parts/folding";
import { number, texts } from "../texts";

export interface Choosable {
  readonly iri: string;
  readonly name: string;
  readonly count: number;
}

export interface MultiSelectProps {
  readonly id: string;
  readonly label: string;
  readonly all: readonly Choosable[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

/** As many boxes are there at once; the field finds the others. */
const MOST_BOXES = 100;

export function MultiSelect({ id, label, all, chosen, onChange }: MultiSelectProps) {
  const box = useRef<HTMLDetailsElement>(null);
  const names = useMemo(() => new Map(all.map((each) => [each.iri, each.name])), [all]);
  const drop = (iri: string) => onChange(chosen.filter((each) => each !== iri));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !box.current?.open) return;
    box.current.open = false;
    box.current.querySelector("summary")?.focus();
  };
  const onFocusOut = (event: FocusEvent) => {
    const to = event.relatedTarget;
    if (box.current && to instanceof Node && !box.current.contains(to)) box.current.open = false;
  };
  return (
    <div class="multi-select">
      <details ref={box} onKeyDown={onKeyDown} onFocusOut={onFocusOut}>
        <summary>
          {label}{" "}
          <span class="count">{chosen.length ? number(chosen.length) : texts.views.all}</span>
        </summary>
        <Boxes id={id} label={label} all={all} chosen={chosen} onChange={onChange} />
      </details>
      {chosen.length > 0 && (
        <ul class="chips" aria-label={texts.views.chosen(label)}>
          {chosen.map((iri) => (
            <li key={iri}>
              <button type="button" onClick={() => drop(iri)}>
                {names.get(iri) ?? iri} <span aria-hidden="true">×</span>
                <span class="hidden-label">{texts.views.remove}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Boxes({ id, label, all, chosen, onChange }: MultiSelectProps) {
  const [wanted, setWanted] = useState("");
  const fits = useMemo(() => narrowed(all, wanted), [all, wanted]);
  const ticked = new Set(chosen);
  const toggle = (iri: string, isOn: boolean) =>
    onChange(isOn ? [...chosen, iri] : chosen.filter((each) => each !== iri));
  return (
    <div class="boxes">
      <label for={`${id}-find`} class="hidden-label">
        {texts.views.narrow(label)}
      </label>
      <input
        id={`${id}-find`}
        type="search"
        autocomplete="off"
        placeholder={texts.views.narrowHint}
        value={wanted}
        onInput={(event) => setWanted(event.currentTarget.value)}
      />
      <p class="help" role="status">
        {texts.views.fits(number(Math.min(fits.length, MOST_BOXES)), number(fits.length))}
      </p>
      <fieldset>
        <legend class="hidden-label">{label}</legend>
        {fits.slice(0, MOST_BOXES).map((each) => (
          <label key={each.iri} class="box">
            <input
              type="checkbox"
              checked={ticked.has(each.iri)}
              onChange={(event) => toggle(each.iri, event.currentTarget.checked)}
            />
            <span>{each.name}</span> <span class="count">{number(each.count)}</span>
          </label>
        ))}
      </fieldset>
      {chosen.length > 0 && (
        <button type="button" onClick={() => onChange([])}>
          {texts.views.none}
        </button>
      )}
    </div>
  );
}

/** What has all the words that were typed, in any order and without regard to accents. */
export function narrowed(all: readonly Choosable[], wanted: string): readonly Choosable[] {
  const words = foldedWords(wanted);
  return all.filter((each) => words.every((word) => folded(each.name).includes(word)));
}
