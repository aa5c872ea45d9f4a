/** Every decision that holds, the newest first, each to be taken back. */

import { useRef, useState } from "preact/hooks";
import { asKeeper } from "../doors/graphql";
import { Failure } from "../parts/island";
import { useLoaded } from "../parts/useLoaded";
import { number, texts } from "../texts";
import { load, sender } from "./desk";
import { reviewer } from "./keeping";
import { readOn } from "./paging";
import { type Counted, CURATE, DECISIONS, type Decisions, type Kept } from "./queries";

const PAGE = 20;

export function History() {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="history" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{texts.review.history}</summary>
      {isOpen && <Listed />}
    </details>
  );
}

function Listed() {
  const [many, setMany] = useState(PAGE);
  const [failed, setFailed] = useState<unknown>(null);
  const [round, setRound] = useState(0);
  const sent = sender.verdicts.value.filter((each) => each.state === "sent").length;
  const state = `${round} ${sent}`;
  const known = useRef({ state, list: null as Counted<Kept> | null });
  const { data, error } = useLoaded(`${many} ${state}`, async (signal) => {
    const list = known.current.state === state ? known.current.list : null;
    known.current = { state, list: await listed(many, list, signal) };
    return known.current.list;
  });
  const takeBack = async (kept: Kept) => {
    const decision = kept.claim ? { reopen: [kept.claim] } : { undo: [kept.number] };
    try {
      setFailed(null);
      await asKeeper(CURATE, { input: { by: reviewer.value || "-", decision } });
      sender.forget(kept);
      setRound(round + 1);
      await load();
    } catch (thrown) {
      setFailed(thrown);
    }
  };
  const wrong = failed ?? error;
  if (!data) return wrong ? <Failure error={wrong} /> : <p>{texts.waiting.loading}</p>;
  const { totalCount, nodes, pageInfo } = data;
  return (
    <>
      {wrong !== null && <Failure error={wrong} />}
      <p class="help">{texts.review.historyCount(number(totalCount))}</p>
      <ul>
        {nodes.map((each) => (
          <li key={keyOf(each)}>
            {each.words} <small>{signed(each)}</small>{" "}
            <button type="button" onClick={() => void takeBack(each)}>
              {texts.review.takeBack}
            </button>
          </li>
        ))}
      </ul>
      {pageInfo.hasNextPage && (
        <button type="button" onClick={() => setMany(many + PAGE)}>
          {texts.review.historyMore}
        </button>
      )}
    </>
  );
}

/** The newest decisions, so many of them, on from those that are known. */
function listed(
  many: number,
  known: Counted<Kept> | null,
  signal: AbortSignal,
): Promise<Counted<Kept>> {
  const ask = async (first: number, after: string | null) =>
    (await asKeeper<Decisions>(DECISIONS, { first, after }, { signal })).decisions;
  return readOn(ask, keyOf, many, known);
}

const keyOf = (kept: Kept) => kept.claim ?? kept.number;

function signed({ who, at, holds }: Kept): string {
  const parts = [who ?? texts.review.nobody, at ? at.replace("T", " ").replace("Z", " UTC") : ""];
  if (!holds) parts.push(texts.review.restsNow);
  return parts.filter(Boolean).join(", ");
}
