/** The picture: painted by the stage, moved by hands and keys, told to readers of the screen. */

import { effect, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { onTheme } from "../shell/theme";
import { number, texts } from "../texts";
import { Bounds } from "./Filters";
import { listen } from "./hands";
import { Legend } from "./Legend";
import { otherEnd } from "./model";
import { Saving } from "./Saving";
import { expandSelected } from "./Selection";
import { Stage } from "./stage";
import * as state from "./state";

const HELP = "picture-keys";
const ARROWS: Record<string, readonly [number, number]> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};
const NEARER = 1.3;

export function Picture() {
  const box = useRef<HTMLDivElement>(null);
  const stage = useStage(box);
  const held = useSignal("");
  const hovered = useSignal("");
  const words = texts.explore;

  useEffect(() => {
    const now = stage.current;
    if (!now || !box.current) return;
    const element = box.current;
    const ends = [
      listen(element, now, {
        hover: (what) => {
          hovered.value = what;
        },
        select: state.select,
        expand: (what) => void expandSelected(what),
      }),
      effect(() => now.show(state.scene.value)),
      followAddress(now),
      effect(() =>
        now.mark({
          hovered: hovered.value,
          held: held.value,
          selected: state.address.selected.value,
          way: state.onWay.value,
        }),
      ),
      effect(() => {
        if (state.onWay.value.size) now.showThese(endsOf(state.onWay.value));
      }),
      onTheme(() => now.recolour()),
    ];
    return () => {
      for (const end of ends) end();
    };
  }, []);

  const step = (dx: number, dy: number, isLinked: boolean) => {
    const from = held.value || thingSelected();
    const links = isLinked && from ? state.linksOfShown(from) : null;
    const among = links && new Set(links.map((link) => otherEnd(link, from)));
    const next = stage.current?.next(from, dx, dy, among);
    if (!next) return;
    held.value = next;
    stage.current?.reach(next);
  };
  const open = () => {
    const thing = held.value || thingSelected();
    if (thing && thing === state.address.selected.value) void expandSelected(thing);
    else if (thing) state.select(thing);
  };
  const letGo = () => {
    held.value = "";
    state.select("");
    state.onWay.value = new Set();
  };
  const zoom = (factor: number) => stage.current?.zoom(factor);
  const actions: Record<string, () => void> = {
    Enter: open,
    " ": open,
    Escape: letGo,
    "+": () => zoom(NEARER),
    "=": () => zoom(NEARER),
    "-": () => zoom(1 / NEARER),
    "0": () => stage.current?.showAll(),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    const action = arrow ? () => step(...arrow, event.shiftKey) : actions[event.key];
    if (!action) return;
    action();
    event.preventDefault();
  };

  return (
    <div class="picture-frame">
      <div
        ref={box}
        class="picture"
        role="application"
        aria-roledescription={words.pictureRole}
        aria-label={words.picture}
        aria-describedby={HELP}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onBlur={() => {
          held.value = "";
        }}
      >
        <canvas class="painted" />
        <canvas class="marks" />
      </div>
      <div class="picture-buttons">
        <Tool label={words.zoomIn} sign="+" onClick={() => zoom(NEARER)} />
        <Tool label={words.zoomOut} sign="−" onClick={() => zoom(1 / NEARER)} />
        <Tool label={words.fit} sign="⤢" onClick={() => stage.current?.showAll()} />
      </div>
      <p class="hidden-label" role="status">
        {told(held.value)}
      </p>
      <Legend />
      <Bounds />
      <div class="picture-foot">
        <details>
          <summary>{words.keysTitle}</summary>
          <p class="help">{words.keys}</p>
        </details>
        <Saving stage={stage} />
      </div>
      <p id={HELP} class="hidden-label">
        {words.keys}
      </p>
    </div>
  );
}

function Tool({ label, sign, onClick }: { label: string; sign: string; onClick: () => void }) {
  return (
    <button type="button" aria-label={label} title={label} onClick={onClick}>
      <span aria-hidden="true">{sign}</span>
    </button>
  );
}

/** Makes the stage on the canvases of an element, and keeps it as large as that. */
function useStage(box: { current: HTMLDivElement | null }) {
  const stage = useRef<Stage | null>(null);
  useEffect(() => {
    const [picture, overlay] = box.current?.querySelectorAll("canvas") ?? [];
    if (!box.current || !picture || !overlay) return;
    const made = new Stage(picture, overlay, (sight) => {
      state.address.sight.value = sight;
    });
    made.see(state.address.sight.peek());
    stage.current = made;
    const measure = () =>
      made.resize(box.current?.clientWidth ?? 1, box.current?.clientHeight ?? 1);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box.current);
    return () => {
      observer.disconnect();
      made.stop();
    };
  }, []);
  return stage;
}

/** Shows the part that the address tells, where that is not what hands just put there. */
function followAddress(stage: Stage): () => void {
  return effect(() => {
    const sight = state.address.sight.value;
    if (!stage.isAt(sight)) stage.see(sight);
  });
}

function thingSelected(): string {
  const selected = state.address.selected.value;
  return state.shown.value.things.has(selected) ? selected : "";
}

function endsOf(keys: ReadonlySet<string>): Set<string> {
  const links = [...keys].map((key) => state.graph.peek().links.get(key));
  return new Set(links.flatMap((link) => (link ? [link.subject, link.object] : [])));
}

function told(iri: string): string {
  const thing = state.shown.value.things.get(iri);
  if (!thing) return "";
  const count = state.linksOfShown(iri).length;
  const links = texts.explore.links(number(count), count === 1);
  return texts.explore.focused(thing.label, texts.kinds[thing.kind]?.one ?? thing.kind, links);
}
