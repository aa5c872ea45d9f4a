/** One chosen document: what it is known by, what would be read in it, and what it changed. */

import { token } from "../doors/token";
import { linkTo } from "../shell/here";
import { number, texts } from "../texts";
import { ChangesView } from "./ChangesView";
import { commit, type Item, isAtRest, isOpen, look, remove, rename } from "./items";
import { PreviewView } from "./PreviewView";
import { nameOf, stageOf } from "./words";

const said = texts.ingest.items;

export function ItemView({ item }: { item: Item }) {
  const { source, stage, problem, preview, changes } = item;
  return (
    <article class={stage} aria-labelledby="shown-title">
      <h3 id="shown-title">
        <bdi>{nameOf(item)}</bdi>
      </h3>
      {source?.kind === "file" && (
        <p class="help">{said.size(number(Math.ceil(source.file.size / 1000)))}</p>
      )}
      {source?.kind === "file" && stage !== "done" && <KeyField item={item} />}
      <Actions item={item} />
      {problem && (
        <p role="alert" class="problem">
          {problem}
        </p>
      )}
      {!problem && stage !== "done" && <p class="stage">{stageOf(item)}</p>}
      {stage === "looking" && <p class="help">{said.lookingHelp}</p>}
      <Ended item={item} />
      {preview && isOpen(item) && <PreviewView item={item} preview={preview} />}
      {changes && <ChangesView changes={changes} />}
    </article>
  );
}

function KeyField({ item }: { item: Item }) {
  return (
    <>
      <label>
        {said.key}
        <input
          type="text"
          required
          maxLength={500}
          aria-describedby="key-help"
          value={item.key}
          disabled={!isAtRest(item)}
          onChange={(event) => rename(item.id, event.currentTarget.value.trim() || item.key)}
        />
      </label>
      <p class="help" id="key-help">
        {said.keyHelp}
      </p>
    </>
  );
}

function Ended({ item: { stage, progress } }: { item: Item }) {
  if (stage !== "done" || !progress?.outcome) return null;
  const page = progress.document && linkTo(progress.document);
  return (
    <>
      <p>
        <bdi>{progress.key}</bdi>: {said.outcomes[progress.outcome]}.{" "}
        {progress.duplicateOf && said.duplicateOf(progress.duplicateOf)}{" "}
        {page && <a href={page}>{said.page}</a>}
      </p>
      {progress.withheld.length > 0 && (
        <>
          <p>{said.withheld}</p>
          <ul>
            {progress.withheld.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
        </>
      )}
      {progress.generation === 1 && <p>{texts.ingest.changes.first}</p>}
    </>
  );
}

function Actions({ item }: { item: Item }) {
  const cannot = !isAtRest(item) || !token.value;
  const again = item.stage === "failed" && item.progress !== null;
  return (
    <p class="row">
      {item.stage !== "done" && item.source && (
        <>
          <button type="button" disabled={cannot} onClick={() => void look(item.id)}>
            {said.look}
          </button>
          <button type="button" disabled={cannot} onClick={() => void commit(item.id)}>
            {again ? said.commitAgain : said.commit}
          </button>
        </>
      )}
      <button type="button" disabled={!isAtRest(item)} onClick={() => remove(item.id)}>
        {said.remove}
      </button>
    </p>
  );
}
