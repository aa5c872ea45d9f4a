/** What a view shows, as files: its table and its picture. */

import { useState } from "preact/hooks";
import { saying } from "../doors/problem";
import { addressNow } from "../parts/address";
import { copied } from "../parts/clipboard";
import type { Column } from "../parts/DataTable";
import { csv, save } from "../parts/saving";
import { here } from "../shell/here";
import { texts } from "../texts";
import { type Picture, savePicture } from "./picture";

export interface SaverProps {
  /** Tables, by what their buttons say. */
  readonly tables: readonly TableFile[];
  /** Draws a picture, and gives it to its reader. */
  readonly draw: (kind: "svg" | "png") => Promise<void>;
}

export interface TableFile {
  readonly label: string;
  /** What the file is called, without an ending. */
  readonly name: string;
  readonly csv: () => string;
}

/** The name of a file with the generation that it is from. */
export const named = (name: string) =>
  here.generation === null ? name : `${name}-generation-${here.generation}`;

export function Saver({ tables, draw }: SaverProps) {
  const [told, tell] = useState("");
  const failed = (error: unknown) => tell(saying(error));
  const copy = async () => {
    const address = addressNow();
    tell((await copied(address)) ? texts.saving.copied : texts.saving.notCopied);
  };
  return (
    <div class="row saver" role="group" aria-label={texts.saving.title}>
      {tables.map(({ label, name, csv: made }) => (
        <button key={label} type="button" onClick={() => save(`${named(name)}.csv`, made())}>
          {label}
        </button>
      ))}
      {(["svg", "png"] as const).map((kind) => (
        <button key={kind} type="button" onClick={() => draw(kind).then(() => tell(""), failed)}>
          {texts.saving[kind]}
        </button>
      ))}
      <button type="button" onClick={() => void copy()}>
        {texts.saving.link}
      </button>
      <span role="status">{told}</span>
    </div>
  );
}

interface ViewSaverProps {
  readonly name: string;
  readonly table: () => string;
  /** The picture; null where there is nothing to see. */
  readonly picture: () => Picture | null;
}

/** The buttons for a view that has one table and a picture. */
export function ViewSaver({ name, table, picture }: ViewSaverProps) {
  const draw = async (kind: "svg" | "png") => {
    const drawn = picture();
    if (drawn) await savePicture(drawn, named(name), kind);
  };
  return <Saver tables={[{ label: texts.saving.csv, name, csv: table }]} draw={draw} />;
}

/** The CSV of a table: what its rows are sorted by, in all columns. */
export function tableFile<T>(columns: readonly Column<T>[], rows: readonly T[]): string {
  return csv(
    columns.map((each) => each.name),
    rows.map((row) => columns.map((each) => each.value(row))),
  );
}
