/** The page of `hansa extract --format html`, in a frame in which nothing runs. */

import { useEffect, useRef, useState } from "preact/hooks";
import { previewPage } from "../doors/documents";
import { saying } from "../doors/problem";
import { texts } from "../texts";
import type { Item } from "./items";

const said = texts.ingest.preview;

export function WholePage({ item }: { item: Item }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [page, setPage] = useState("");
  const [problem, setProblem] = useState("");
  const [isLoading, setLoading] = useState(false);
  // A blob has an address of its own, within which the page's links lead from one place to another.
  useEffect(() => () => URL.revokeObjectURL(page), [page]);
  const open = async () => {
    if (!item.source) return;
    setProblem("");
    setLoading(true);
    try {
      const text = await previewPage(item.source, item.key);
      setPage(URL.createObjectURL(new Blob([text], { type: "text/html;charset=utf-8" })));
      dialog.current?.showModal();
    } catch (error) {
      setProblem(saying(error));
    } finally {
      setLoading(false);
    }
  };
  const name = said.frame(item.key);
  return (
    <>
      <button type="button" disabled={isLoading} onClick={() => void open()}>
        {isLoading ? texts.waiting.loading : said.whole}
      </button>
      {problem && (
        <p role="alert" class="problem">
          {problem}
        </p>
      )}
      <dialog ref={dialog} class="whole-page" aria-label={name}>
        <button type="button" onClick={() => dialog.current?.close()}>
          {said.close}
        </button>
        {page && <iframe title={name} sandbox="allow-same-origin" src={page} />}
      </dialog>
    </>
  );
}
