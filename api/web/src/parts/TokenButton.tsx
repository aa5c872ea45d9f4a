/** A button that asks for the keeper's token in a dialog, and says whether there is one. */

import { useRef } from "preact/hooks";
import { token } from "../doors/token";
import { texts } from "../texts";

const TITLE = "token-title";

export function TokenButton() {
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const close = () => dialog.current?.close();
  const use = (event: Event) => {
    event.preventDefault();
    token.value = field.current?.value.trim() ?? "";
    close();
  };
  const forget = () => {
    token.value = "";
    close();
  };
  return (
    <>
      <button type="button" class="token" onClick={() => dialog.current?.showModal()}>
        {token.value ? texts.token.held : texts.token.button}
      </button>
      <dialog ref={dialog} aria-labelledby={TITLE}>
        <form onSubmit={use}>
          <h2 id={TITLE}>{texts.token.title}</h2>
          <p class="help">{texts.token.why}</p>
          <label>
            {texts.token.label}
            <input ref={field} type="password" autocomplete="off" value={token.value} required />
          </label>
          <p class="row">
            <button type="submit">{texts.token.use}</button>
            <button type="button" onClick={forget}>
              {texts.token.forget}
            </button>
            <button type="button" onClick={close}>
              {texts.token.close}
            </button>
          </p>
        </form>
      </dialog>
    </>
  );
}
