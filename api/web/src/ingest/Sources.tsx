/** Where documents are chosen: dropped, picked, named by an address, or pasted. */

import { useRef, useState } from "preact/hooks";
import { TEXT_FORMATS, type TextFormat } from "../doors/documents";
import { texts } from "../texts";
import { type Chosen, chosenFiles, droppedFiles, SUFFIXES } from "./choosing";
import { add } from "./items";

const said = texts.ingest.sources;

export function Sources() {
  return (
    <section aria-labelledby="sources-title">
      <h2 id="sources-title">{said.title}</h2>
      <Files />
      <details class="other-source">
        <summary>{said.address}</summary>
        <AddressForm />
      </details>
      <details class="other-source">
        <summary>{said.paste}</summary>
        <TextForm />
      </details>
    </section>
  );
}

function Files() {
  const [isOver, setOver] = useState(false);
  const [isEmpty, setEmpty] = useState(false);
  const [unread, setUnread] = useState<readonly string[]>([]);
  const take = (chosen: readonly Chosen[], unread: readonly string[] = []) => {
    setEmpty(!chosen.length && !unread.length);
    setUnread(unread);
    add(chosen);
  };
  const over = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (!event.dataTransfer) return;
    void droppedFiles(event.dataTransfer).then(({ chosen, unread }) => take(chosen, unread));
  };
  return (
    <div
      role="group"
      aria-label={said.title}
      class={`drop-zone${isOver ? " over" : ""}`}
      onDragOver={over}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <p>{said.drop}</p>
      <p class="row">
        <FileField label={said.files} onFiles={take} />
        <FileField label={said.folder} isFolder onFiles={take} />
      </p>
      <p class="help">{said.formats}</p>
      <p role="status">{isEmpty ? said.none : ""}</p>
      {unread.length > 0 && <p role="alert">{said.unread(unread.join(", "))}</p>}
    </div>
  );
}

interface FileFieldProps {
  readonly label: string;
  readonly isFolder?: boolean;
  readonly onFiles: (chosen: readonly Chosen[]) => void;
}

/** A button that opens the dialog of a field, which itself looks different in each browser. */
function FileField({ label, isFolder = false, onFiles }: FileFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" onClick={() => field.current?.click()}>
        {label}
      </button>
      <input
        ref={field}
        type="file"
        hidden
        multiple
        aria-label={label}
        {...(isFolder ? { webkitdirectory: true } : {})}
        accept={isFolder ? undefined : SUFFIXES.join(",")}
        onChange={(event) => {
          onFiles(chosenFiles(event.currentTarget.files));
          event.currentTarget.value = ""; // so that the same file can be picked again
        }}
      />
    </>
  );
}

function AddressForm() {
  const [url, setUrl] = useState("");
  const submit = (event: Event) => {
    event.preventDefault();
    add([{ source: { kind: "url", url: url.trim() }, key: url.trim() }]);
    setUrl("");
  };
  return (
    <form onSubmit={submit}>
      <label>
        {said.url}
        <input
          type="url"
          required
          pattern="https?://.+"
          title={said.urlForm}
          placeholder="https://"
          value={url}
          onInput={(event) => setUrl(event.currentTarget.value)}
        />
      </label>
      <p class="help">{said.urlHelp}</p>
      <button type="submit">{said.add}</button>
    </form>
  );
}

function TextForm() {
  const [text, setText] = useState("");
  const [key, setKey] = useState("");
  const [format, setFormat] = useState<TextFormat>("md");
  const submit = (event: Event) => {
    event.preventDefault();
    add([{ source: { kind: "text", text, format }, key: key.trim() }]);
    setText("");
    setKey("");
  };
  return (
    <form onSubmit={submit}>
      <label>
        {said.text}
        <textarea
          rows={8}
          required
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <div class="row">
        <label>
          {said.textKey}
          <input
            type="text"
            required
            maxLength={500}
            value={key}
            onInput={(event) => setKey(event.currentTarget.value)}
          />
        </label>
        <label>
          {said.textFormat}
          <select
            value={format}
            onChange={(event) => setFormat(event.currentTarget.value as TextFormat)}
          >
            {TEXT_FORMATS.map((each) => (
              <option key={each} value={each}>
                {said.formatsOfTexts[each]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <p class="help">{said.textHelp}</p>
      <button type="submit">{said.add}</button>
    </form>
  );
}
