/** Every decision that holds, the newest first, each to be taken back. */

import { useState } from "preact/hooks";
import { asKeeper } from "../doors/graphql";
import { Failure } from "../parts/island";
import { useLoaded } from "../parts/useLoaded";
import { number, texts } from "../texts";
import { load, sender } from "./desk";
import { reviewer } from "./keeping";
import { CURATE, DECISIONS, type Decisions, type Kept } from "./queries";

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
  const [first, setFirst] = useState(PAGE);
  const [failed, setFailed] = useState<unknown>(null);
  const [round, setRound] = useState(0);
  const sent = sender.verdicts.value.filter((each) => each.state === "sent").length;
  const key = `${first} ${round} ${sent}`;
  const { data, error } = useLoaded(key, (signal) =>
    asKeeper<Decisions>(DECISIONS, { first }, { signal }),
  );
  const takeBack = async (kept: Kept) => {
    const decision = kept.claim ? { reopen: [kept.claim] } : { undo: [kept.number] };
    try {
      setFailed(null);
      await asKeeper(CURATE, { input: { by: reviewer.value || "-", decision } });
      setRound(round + 1);
      await load();
    } catch (thrown) {
      setFailed(thrown);
    }
  };
  const wrong = failed ?? error;
  if (!data) return wrong ? <Failure error={wrong} /> : <p>{texts.waiting.loading}</p>;
  const { totalCount, nodes, pageInfo } = data.decisions;
  return (
    <>
      {wrong !== null && <Failure error={wrong} />}
      <p class="help">{texts.review.historyCount(number(totalCount))}</p>
      <ul>
        {nodes.map((each) => (
          <li key={each.claim ?? each.number}>
            {each.words} <small>{signed(each)}</small>{" "}
            <button type="button" onClick={() => void takeBack(each)}>
              {texts.review.takeBack}
            </button>
          </li>
        ))}
      </ul>
      {pageInfo.hasNextPage && first < 100 && (
        <button type="button" onClick={() => setFirst(Math.min(100, first + PAGE))}>
          {texts.review.historyMore}
        </button>
      )}
    </>
  );
}

function signed({ who, at, holds }: Kept): string {
  const parts = [who ?? texts.review.nobody, at ? at.replace("T", " ").replace("Z", " UTC") : ""];
  if (!holds) parts.push(texts.review.restsNow);
  return parts.filter(Boolean).join(", ");
}
