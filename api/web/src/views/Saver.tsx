/** What a view shows, as files: its table and its picture. */

import { useState } from "preact/hooks";
import { saying } from "../doors/problem";
import type { Column } from "../parts/DataTable";
import { csv, save } from "../parts/saving";
import { here } from "../shell/here";
import { texts } from "../texts";
import { type Picture, savePicture } from "./picture";

export interface SaverProps {
  /** What the files are called, without an ending. */
  readonly name: string;
  readonly table: () => string;
  /** The picture; null where there is nothing to see. */
  readonly picture: () => Picture | null;
}

export function Saver({ name, table, picture }: SaverProps) {
  const [told, tell] = useState("");
  const file = here.generation === null ? name : `${name}-generation-${here.generation}`;
  const draw = (kind: "svg" | "png") => {
    const drawn = picture();
    if (!drawn) return;
    savePicture(drawn, file, kind).then(
      () => tell(""),
      (error) => tell(saying(error)),
    );
  };
  const copy = () => {
    navigator.clipboard.writeText(location.href).then(
      () => tell(texts.saving.copied),
      (error) => tell(saying(error)),
    );
  };
  return (
    <div class="row saver" role="group" aria-label={texts.saving.title}>
      <button type="button" onClick={() => save(`${file}.csv`, table())}>
        {texts.saving.csv}
      </button>
      <button type="button" onClick={() => draw("svg")}>
        {texts.saving.svg}
      </button>
      <button type="button" onClick={() => draw("png")}>
        {texts.saving.png}
      </button>
      <button type="button" onClick={copy}>
        {texts.saving.link}
      </button>
      <span role="status">{told}</span>
    </div>
  );
}

/** The CSV of a table: what its rows are sorted by, in all columns. */
export function tableFile<T>(columns: readonly Column<T>[], rows: readonly T[]): string {
  return csv(
    columns.map((each) => each.name),
    rows.map((row) => columns.map((each) => each.value(row))),
  );
}
