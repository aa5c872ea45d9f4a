/** What stands at the end of the header of every page: a name to go to, the colours, the token.
 *
 * GraphiQL has a field of its own for the token.
 */

import { type Found, findThings } from "../doors/search";
import { Combobox } from "../parts/Combobox";
import { TokenButton } from "../parts/TokenButton";
import { texts } from "../texts";
import { address, linkTo } from "./here";
import { choose, THEMES, type Theme, theme } from "./theme";

export function Tools() {
  return (
    <>
      <Finder />
      <ThemeChoice />
      {!document.getElementById("ide") && <TokenButton />}
    </>
  );
}

function Finder() {
  const go = (found: Found) => {
    const to = linkTo(found.iri);
    if (to) location.assign(to);
  };
  return (
    <Combobox
      id="find"
      label={texts.shell.find}
      placeholder={texts.shell.findHint}
      isLabelHidden
      suggest={(text, signal) => findThings(text, { signal })}
      keyOf={(found) => found.iri}
      show={(found) => ({ text: found.label, note: texts.kinds[found.kind]?.one ?? found.kind })}
      onChoose={go}
      onEnter={(q) => location.assign(address("search", { q }))}
      none={texts.shell.findWords}
      clearsAfter
    />
  );
}

function ThemeChoice() {
  return (
    <label class="inline">
      <span class="hidden-label">{texts.shell.theme}</span>
      <select
        title={texts.shell.theme}
        value={theme.value}
        onChange={(event) => choose(event.currentTarget.value as Theme)}
      >
        {THEMES.map((each) => (
          <option key={each} value={each}>
            {texts.shell.themes[each]}
          </option>
        ))}
      </select>
    </label>
  );
}
