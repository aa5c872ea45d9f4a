/** A button that shows what a page is about in other forms, to be copied, saved or opened. */

import "./copying.css";
import { useRef, useState } from "preact/hooks";
import { copied } from "../parts/clipboard";
import { Failure } from "../parts/island";
import { save } from "../parts/saving";
import { useLoaded } from "../parts/useLoaded";
import { texts } from "../texts";
import { FORMATS, type Format } from "./formats";
import type { Subject } from "./queries";

const words = texts.copying;
const TITLE = "copy-title";

export function CopyAs({ subject }: { subject: Subject }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOpen, setOpen] = useState(false);
  const open = () => {
    setOpen(true);
    dialog.current?.showModal();
  };
  return (
    <>
      <button type="button" aria-haspopup="dialog" onClick={open}>
        {words.button}
      </button>
      <dialog ref={dialog} class="copy-as" aria-labelledby={TITLE} onClose={() => setOpen(false)}>
        <div class="row spread">
          <h2 id={TITLE}>{words.title}</h2>
          <button type="button" onClick={() => dialog.current?.close()}>
            {words.close}
          </button>
        </div>
        {isOpen && <Forms subject={subject} />}
      </dialog>
    </>
  );
}

function Forms({ subject }: { subject: Subject }) {
  const [chosen, setChosen] = useState<Format | undefined>(FORMATS[0]);
  return (
    <div class="forms">
      <div>
        {(Object.keys(words.groups) as Format["group"][]).map((group) => (
          <fieldset key={group}>
            <legend>{words.groups[group]}</legend>
            {FORMATS.filter((each) => each.group === group).map((each) => (
              <label key={each.name}>
                <input
                  type="radio"
                  name="copy-format"
                  checked={each === chosen}
                  onChange={() => setChosen(each)}
                />
                {words.formats[each.name]}
              </label>
            ))}
          </fieldset>
        ))}
      </div>
      {chosen && <Preview key={chosen.name} subject={subject} format={chosen} />}
    </div>
  );
}

function Preview({ subject, format }: { subject: Subject; format: Format }) {
  const text = useRef<HTMLTextAreaElement>(null);
  const [said, setSaid] = useState("");
  const { data, error, isLoading, again } = useLoaded(format.name, async (signal) =>
    format.make(subject, signal),
  );
  const copy = async () =>
    setSaid((await copied(data ?? "", text.current)) ? words.copied : words.selected);
  if (error) {
    return <Failure error={error} again={again} />;
  }
  const name = `${subject.iri.split(/[/#]/).at(-1)}.${format.ending}`;
  return (
    <div class="preview">
      <textarea
        ref={text}
        readOnly
        spellcheck={false}
        aria-label={words.preview}
        aria-busy={isLoading}
        value={data ?? texts.waiting.loading}
      />
      <div class="row">
        <button type="button" class="primary" disabled={data === null} onClick={copy}>
          {words.copy}
        </button>
        <button
          type="button"
          disabled={data === null}
          onClick={() => save(name, data ?? "", "text/plain;charset=utf-8")}
        >
          {words.save}
        </button>
        {format.tool && data !== null && (
          <a class="button" href={format.tool(data).href}>
            {words.open}
          </a>
        )}
        <span role="status">{said}</span>
      </div>
    </div>
  );
}
