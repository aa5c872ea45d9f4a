/** The page of the reviewer: what waits, one item in focus, and what was decided. */

import "./review.css";
import { useEffect, useRef } from "preact/hooks";
import { Problem } from "../doors/problem";
import { token } from "../doors/token";
import { Failure } from "../parts/island";
import { TokenButton } from "../parts/TokenButton";
import { address, here } from "../shell/here";
import { number, texts } from "../texts";
import { told, unsigned } from "./deciding";
import {
  about,
  current,
  error,
  follow,
  isNarrowed,
  items,
  kind,
  load,
  look,
  order,
  source,
  total,
} from "./desk";
import { Filters, Settings } from "./Filters";
import { History } from "./History";
import { ItemView } from "./ItemView";
import { Help, useKeys } from "./keys";
import { Sent } from "./Sent";
import { inWords } from "./words";

export function Review() {
  if (here.asked !== null) return <Past />;
  return token.value ? (
    <Desk key={token.value} />
  ) : (
    <div class="waiting">
      <p>{texts.review.needsToken}</p>
      <TokenButton />
    </div>
  );
}

function Past() {
  return (
    <p class="waiting">
      {texts.review.isPast}{" "}
      <a href={address("review", { generation: null }, { ...here, asked: null }).href}>
        {texts.review.toNewest}
      </a>
    </p>
  );
}

function Desk() {
  const help = useRef<HTMLDialogElement>(null);
  useKeys(() => help.current?.showModal());
  useEffect(() => {
    told.value = "";
    unsigned.value = null;
    void load();
  }, [kind.value, order.value, about.value, source.value]);
  useEffect(() => {
    const controller = new AbortController();
    void follow(controller.signal);
    return () => controller.abort();
  }, []);
  return (
    <div class="review">
      <div class="row controls">
        <Filters />
        <Settings onHelp={() => help.current?.showModal()} />
      </div>
      {error.value !== null && <Refused />}
      <div class="desk">
        <Waiting />
        <div class="focus">{current.value ? <ItemView item={current.value} /> : <Nothing />}</div>
      </div>
      <p class="hidden-label" role="status">
        {told.value}
      </p>
      <Sent />
      <History />
      <Help dialog={help} />
    </div>
  );
}

function Nothing() {
  if (error.value !== null) return null;
  if (total.value !== 0) return <p class="help">{texts.waiting.loading}</p>;
  return <p class="help">{isNarrowed.value ? texts.review.noneSo : texts.review.none}</p>;
}

function Refused() {
  const failed = error.value;
  const isRefused =
    failed instanceof Problem && ["UNAUTHENTICATED", "FORBIDDEN"].includes(failed.code);
  return (
    <Failure error={failed}>
      {isRefused ? (
        <TokenButton />
      ) : (
        <button type="button" onClick={() => void load()}>
          {texts.waiting.again}
        </button>
      )}
    </Failure>
  );
}

function Waiting() {
  const list = useRef<HTMLOListElement>(null);
  const key = current.value?.key;
  useEffect(() => {
    list.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }, [key]);
  return (
    <section class="queue" aria-label={texts.review.queue}>
      <p class="count" role="status">
        {total.value === null ? "" : texts.review.waiting(number(total.value))}
      </p>
      <ol ref={list}>
        {items.value.map((item) => (
          <li key={item.key}>
            <button
              type="button"
              class="plain"
              aria-current={item.key === key ? "true" : undefined}
              onClick={() => look(item)}
            >
              <span class="tag">{texts.review.tags[item.kind]}</span>
              <span>{inWords(item)}</span>
              <small>
                {texts.review.doubt} {Math.round(item.doubt * 100)} %
              </small>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
