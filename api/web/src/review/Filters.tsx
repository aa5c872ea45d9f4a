/** What of the queue is shown, in which order; who decides, and how. */

import type { Signal } from "@preact/signals";
import { findThings } from "../doors/search";
import { Combobox } from "../parts/Combobox";
import { texts } from "../texts";
import { sign, unsigned } from "./deciding";
import { about, aboutName, KINDS, kind, ORDERS, order, source } from "./desk";
import { reviewer, shortcuts } from "./keeping";
import type { Kind, Order } from "./queries";

export function Filters() {
  return (
    <>
      <label class="inline">
        {texts.review.kind}{" "}
        <select
          value={kind.value}
          onChange={(event) => {
            kind.value = event.currentTarget.value as Kind | "ALL";
          }}
        >
          {(["ALL", ...KINDS] as const).map((each) => (
            <option key={each} value={each}>
              {texts.review.kinds[each]}
            </option>
          ))}
        </select>
      </label>
      <label class="inline">
        {texts.review.order}{" "}
        <select
          value={order.value}
          onChange={(event) => {
            order.value = event.currentTarget.value as Order;
          }}
        >
          {ORDERS.map((each) => (
            <option key={each} value={each}>
              {texts.review.orders[each]}
            </option>
          ))}
        </select>
      </label>
      {about.value ? (
        <Narrowed
          to={texts.review.onlyAbout(aboutName.value)}
          by={about}
          all={texts.review.aboutAll}
        />
      ) : (
        <Combobox
          id="review-about"
          label={texts.review.about}
          placeholder={texts.review.aboutHint}
          suggest={(text, signal) => findThings(text, { signal })}
          keyOf={(found) => found.iri}
          show={(found) => ({
            text: found.label,
            note: texts.kinds[found.kind]?.one ?? found.kind,
          })}
          onChoose={(found) => {
            about.value = found.iri;
          }}
          clearsAfter
        />
      )}
      {source.value && (
        <Narrowed to={texts.review.onlyOf(source.value)} by={source} all={texts.review.ofAll} />
      )}
    </>
  );
}

/** What the queue is narrowed to, and the way back to all. */
function Narrowed({ to, by, all }: { to: string; by: Signal<string>; all: string }) {
  return (
    <span class="narrowed">
      <bdi>{to}</bdi>{" "}
      <button
        type="button"
        onClick={() => {
          by.value = "";
        }}
      >
        {all}
      </button>
    </span>
  );
}

export function Settings({ onHelp }: { onHelp: () => void }) {
  return (
    <>
      <label class="inline">
        {texts.review.by}{" "}
        <input
          id="reviewer"
          type="text"
          maxLength={100}
          autocomplete="name"
          aria-describedby="reviewer-why"
          required
          value={reviewer.value}
          onInput={(event) => {
            reviewer.value = event.currentTarget.value;
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter" && !event.isComposing && reviewer.value.trim()) sign();
          }}
        />{" "}
        {unsigned.value && <small class="problem">{texts.review.byFirst}</small>}
      </label>
      <span id="reviewer-why" class="hidden-label">
        {texts.review.byWhy}
      </span>
      <label class="inline">
        <input
          type="checkbox"
          checked={shortcuts.value === "on"}
          onChange={(event) => {
            shortcuts.value = event.currentTarget.checked ? "on" : "off";
          }}
        />{" "}
        {texts.review.shortcuts}
      </label>
      <button type="button" onClick={onHelp}>
        {texts.review.help}
      </button>
    </>
  );
}
