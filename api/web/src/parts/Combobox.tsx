/** A text field that suggests what may be meant (ARIA Authoring Practices, "Combobox", list). */

import { useEffect, useRef, useState } from "preact/hooks";
import { isAborted } from "../doors/problem";
import { texts } from "../texts";

export interface ComboboxProps<T> {
  readonly id: string;
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly placeholder?: string;
  readonly name?: string;
  /** What stands in it at first; a change is written into it while nobody is typing there. */
  readonly value?: string;
  readonly clearsAfter?: boolean;
  /** Whether a text alone means nothing: Enter takes the first of what is suggested. */
  readonly mustChoose?: boolean;
  readonly describedBy?: string | undefined;
  /** Returns what a text may mean; called a moment after the last key. */
  readonly suggest: (text: string, signal: AbortSignal) => Promise<readonly T[]>;
  readonly keyOf: (option: T) => string;
  readonly show: (option: T) => { text: string; note?: string };
  readonly onChoose: (option: T) => void;
  readonly onText?: (text: string) => void;
  /** Called by Enter where no option is at hand, before any came too. */
  readonly onEnter?: (text: string) => void;
  /** What is said where there is no option. */
  readonly none?: string;
}

/** Milliseconds without a key after which suggestions are asked for. */
const PAUSE = 120;

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

/** The place after a step among so many, round and round; from none, the first or the last. */
function stepped(active: number, step: number, count: number): number {
  const from = active < 0 && step < 0 ? 0 : active;
  return (from + step + count) % count;
}

export function Combobox<T>(props: ComboboxProps<T>) {
  const [value, setValue] = useState(props.value ?? "");
  const [active, setActive] = useState(-1);
  const [isOpen, setOpen] = useState(false);
  const { options, isAnswered, look, stop } = useSuggestions(props.suggest);
  const field = useRef<HTMLInputElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    // What came from elsewhere is written into it, unless its reader is writing there.
    const isWriting = document.activeElement === field.current;
    if (!isFirst.current && !isWriting) setValue(props.value ?? "");
    isFirst.current = false;
  }, [props.value]);
  const list = `${props.id}-list`;
  const shown = isOpen && isAnswered && value.trim() !== "";

  const type = (text: string) => {
    setValue(text);
    setActive(-1);
    setOpen(true);
    look(text);
    props.onText?.(text);
  };
  const pick = (option: T) => {
    setValue(props.clearsAfter ? "" : props.show(option).text);
    setOpen(false);
    stop();
    props.onChoose(option);
  };
  /** Takes the option at hand, or hands on the text; says whether either could be done. */
  const enter = (): boolean => {
    const isFirstMeant = props.clearsAfter || props.mustChoose;
    const option = options[active] ?? (isFirstMeant ? options[0] : undefined);
    if (shown && option) pick(option);
    else if (props.onEnter && value.trim()) {
      stop();
      props.onEnter(value.trim());
    } else return false;
    return true;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return; // these keys choose among characters, not among options
    const step = STEPS[event.key];
    if (step && options.length) {
      setOpen(true);
      setActive(stepped(active, step, options.length));
    } else if (event.key === "Escape" && shown) setOpen(false);
    else if (event.key !== "Enter" || !enter()) return;
    event.preventDefault();
  };

  return (
    <div class="combobox">
      <label for={props.id} class={props.isLabelHidden ? "hidden-label" : undefined}>
        {props.label}
      </label>
      <input
        ref={field}
        id={props.id}
        name={props.name}
        type="text"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        placeholder={props.placeholder}
        aria-autocomplete="list"
        aria-expanded={shown}
        aria-controls={list}
        aria-describedby={props.describedBy}
        aria-activedescendant={shown && active >= 0 ? `${list}-${active}` : undefined}
        value={value}
        onInput={(event) => type(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onBlur={() => setOpen(false)}
      />
      <ul id={list} role="listbox" aria-label={props.label} hidden={!shown || !options.length}>
        {options.map((option, number) => {
          const { text, note } = props.show(option);
          return (
            <li
              key={props.keyOf(option)}
              id={`${list}-${number}`}
              role="option"
              aria-selected={number === active}
              // Before the field loses the focus, which would close the list.
              onMouseDown={(event) => {
                event.preventDefault();
                pick(option);
              }}
            >
              {text} {note && <small>{note}</small>}
            </li>
          );
        })}
      </ul>
      <p class="none" role="status">
        {shown && !options.length ? (props.none ?? texts.shell.findNone) : ""}
      </p>
    </div>
  );
}

function useSuggestions<T>(suggest: ComboboxProps<T>["suggest"]) {
  const [options, setOptions] = useState<readonly T[]>([]);
  const [isAnswered, setAnswered] = useState(false);
  const asking = useRef<AbortController | null>(null);
  const timer = useRef(0);
  const stop = () => {
    clearTimeout(timer.current);
    asking.current?.abort();
  };
  const look = (text: string) => {
    stop();
    setAnswered(false);
    const controller = new AbortController();
    asking.current = controller;
    timer.current = window.setTimeout(() => {
      suggest(text, controller.signal).then(
        (found) => {
          if (controller.signal.aborted) return;
          setOptions(found);
          setAnswered(true);
        },
        (error) => {
          // A field without suggestions is still a field.
          if (!isAborted(error)) setOptions([]);
        },
      );
    }, PAUSE);
  };
  useEffect(() => stop, []);
  return { options, isAnswered, look, stop };
}
