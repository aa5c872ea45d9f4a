/** A button that asks for the keeper's token in a dialog, and says whether there is one. */

import { useId, useRef, useState } from "preact/hooks";
import { checkToken } from "../doors/keeper";
import { saying } from "../doors/problem";
import { token } from "../doors/token";
import { texts } from "../texts";

export function TokenButton() {
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState("");
  const title = useId();
  const close = () => {
    setProblem("");
    dialog.current?.close();
  };
  const use = async (event: Event) => {
    event.preventDefault();
    const given = field.current?.value.trim() ?? "";
    setProblem("");
    try {
      await checkToken(given);
      // First, so that the focus is back at the button before what it opens takes its place.
      close();
      token.value = given;
    } catch (error) {
      setProblem(saying(error));
      field.current?.select();
    }
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
      <dialog ref={dialog} aria-labelledby={title}>
        <form onSubmit={use}>
          <h2 id={title}>{texts.token.title}</h2>
          <p class="help">{texts.token.why}</p>
          <label>
            {texts.token.label}
            <input ref={field} type="password" autocomplete="off" value={token.value} required />
          </label>
          {problem && (
            <p role="alert" class="problem">
              {problem}
            </p>
          )}
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
