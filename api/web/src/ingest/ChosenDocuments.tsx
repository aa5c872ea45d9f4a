/** The chosen documents: a list that says how far each is, and beside it the one that is selected. */

import { token } from "../doors/token";
import { number, texts } from "../texts";
import { ItemView } from "./ItemView";
import { clear, commit, type Item, isOpen, items, look, select, selected } from "./items";
import { nameOf, stageOf } from "./words";

const said = texts.ingest.items;

export function ChosenDocuments() {
  const all = items.value;
  const shown = all.find((each) => each.id === selected.value);
  return (
    <section aria-labelledby="chosen-title">
      <h2 id="chosen-title">{said.title}</h2>
      <ForAll />
      {all.length === 0 && <p class="help">{said.select}</p>}
      <div class="beside" hidden={all.length === 0}>
        <ul class="rows" aria-labelledby="chosen-title">
          {all.map((each) => (
            <Row key={each.id} item={each} isShown={each === shown} />
          ))}
        </ul>
        <div class="shown">{shown && <ItemView key={shown.id} item={shown} />}</div>
      </div>
    </section>
  );
}

/** What is done with all of them, and how many are done. */
function ForAll() {
  const all = items.value;
  const open = all.filter(isOpen);
  const done = all.filter((each) => each.stage === "done").length;
  const failed = all.filter((each) => each.stage === "failed").length;
  const cannot = !open.length || !token.value;
  return (
    <>
      <p class="row">
        <button
          type="button"
          class="primary"
          disabled={cannot}
          onClick={() => open.forEach((each) => void commit(each.id))}
        >
          {said.commitAll(number(open.length), open.length === 1)}
        </button>
        <button
          type="button"
          disabled={cannot}
          onClick={() => open.forEach((each) => void look(each.id))}
        >
          {said.lookAll}
        </button>
        <button type="button" disabled={!done} onClick={clear}>
          {said.clear}
        </button>
      </p>
      <p role="status">
        {all.length ? said.summary(number(done), number(failed), number(all.length)) : said.none}
      </p>
    </>
  );
}

function Row({ item, isShown }: { item: Item; isShown: boolean }) {
  return (
    <li>
      <button
        type="button"
        class={`choice ${item.stage}`}
        aria-current={isShown}
        onClick={() => select(item.id)}
      >
        <bdi class="name">{nameOf(item)}</bdi>
        <span class="stage">{stageOf(item)}</span>
      </button>
    </li>
  );
}
