/** Documents of the graph, to be taken back with all that only they say. */

import { useRef, useState } from "preact/hooks";
import { type Retracted, retract } from "../doors/documents";
import { query } from "../doors/graphql";
import { saying } from "../doors/problem";
import { token } from "../doors/token";
import { DataTable } from "../parts/DataTable";
import { Failure } from "../parts/island";
import { useLoaded } from "../parts/useLoaded";
import { linkTo } from "../shell/here";
import { number, texts } from "../texts";
import { ChangesView } from "./ChangesView";
import { type Changes, changesOf } from "./changes";
import { items } from "./items";

const said = texts.ingest.retract;

interface Row {
  readonly id: string;
  readonly title: string | null;
  readonly sourceKey: string;
  readonly date: string | null;
}

interface Found {
  readonly documents: { readonly totalCount: number; readonly nodes: readonly Row[] };
}

const MOST = 50;

const FIND = `query ($title: String) {
  documents(first: ${MOST}, filter: { titleContains: $title }) {
    totalCount nodes { id title sourceKey date }
  }
}`;

interface Done {
  readonly told: Retracted;
  readonly changes: Changes | null;
}

export function Retracting() {
  const [isOpen, setOpen] = useState(false);
  return (
    <section aria-labelledby="retract-title">
      <h2 id="retract-title">{said.title}</h2>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{said.rows}</summary>
        {isOpen && <Finding />}
      </details>
    </section>
  );
}

function Finding() {
  const [title, setTitle] = useState("");
  const [done, setDone] = useState<Done | null>(null);
  const committed = items.value.filter((each) => each.stage === "done").length;
  const key = `${title}\n${committed}\n${done?.told.generation}`;
  const { data, error } = useLoaded(key, (signal) =>
    query<Found>(FIND, { title: title.trim() || null }, { signal }),
  );
  const found = data?.documents;
  return (
    <>
      <label>
        {said.find}
        <input
          type="search"
          value={title}
          onInput={(event) => setTitle(event.currentTarget.value)}
        />
      </label>
      {error !== null && <Failure error={error} />}
      <div role="status">{done && <Told told={done.told} />}</div>
      {done?.changes && <ChangesView changes={done.changes} />}
      {found && <Documents found={found} onDone={setDone} />}
    </>
  );
}

function Told({ told }: { told: Retracted }) {
  return (
    <>
      <p>{said.done(told.key, number(told.removed), number(told.added))}</p>
      {told.twins.length > 0 && <p>{said.twins(told.twins.join(", "))}</p>}
    </>
  );
}

interface DocumentsProps {
  readonly found: Found["documents"];
  readonly onDone: (done: Done) => void;
}

function Documents({ found: { nodes, totalCount }, onDone }: DocumentsProps) {
  if (!nodes.length) return <p>{said.none}</p>;
  const columns = [
    {
      name: said.columns.title,
      value: (row: Row) => row.title ?? row.sourceKey,
      show: (row: Row) => <a href={linkTo(row.id) ?? ""}>{row.title ?? row.sourceKey}</a>,
    },
    { name: said.columns.key, value: (row: Row) => row.sourceKey },
    { name: said.columns.date, value: (row: Row) => row.date },
    {
      name: said.columns.retract,
      value: () => null,
      show: (row: Row) => <RetractButton sourceKey={row.sourceKey} onDone={onDone} />,
    },
  ];
  return (
    <>
      <DataTable
        caption={said.rows}
        columns={columns}
        rows={nodes}
        keyOf={(row) => row.id}
        size={10}
      />
      {totalCount > nodes.length && (
        <p class="help">{said.more(number(nodes.length), number(totalCount))}</p>
      )}
    </>
  );
}

interface RetractProps {
  readonly sourceKey: string;
  readonly onDone: (done: Done) => void;
}

function RetractButton({ sourceKey, onDone }: RetractProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [problem, setProblem] = useState("");
  const [isBusy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    setProblem("");
    try {
      const told = await retract(sourceKey);
      dialog.current?.close();
      onDone({ told, changes: await changesOf(told.generation).catch(() => null) });
    } catch (error) {
      setProblem(saying(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <button type="button" disabled={!token.value} onClick={() => dialog.current?.showModal()}>
        {said.button}
        <span class="hidden-label"> {sourceKey}</span>
      </button>
      <dialog ref={dialog} aria-label={said.sure(sourceKey)}>
        <h3>{said.sure(sourceKey)}</h3>
        <p>{said.what}</p>
        {problem && (
          <p role="alert" class="problem">
            {problem}
          </p>
        )}
        <p class="row">
          <button type="button" class="primary" disabled={isBusy} onClick={() => void confirm()}>
            {said.confirm}
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            {said.keep}
          </button>
        </p>
      </dialog>
    </>
  );
}
