/** The page on which the keeper chooses documents, looks at them, commits them, takes them back. */

import "./ingest.css";
import { useEffect } from "preact/hooks";
import { token } from "../doors/token";
import { TokenButton } from "../parts/TokenButton";
import { texts } from "../texts";
import { ChosenDocuments } from "./ChosenDocuments";
import { isHere, items, resume } from "./items";
import { Retracting } from "./Retracting";
import { Sources } from "./Sources";

export function IngestPage() {
  useEffect(resume, []);
  const isLost = items.value.some(isHere);
  useEffect(() => {
    if (!isLost) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [isLost]);
  return (
    <div class="ingest">
      {!token.value && (
        <div class="note">
          <p>{texts.ingest.token.needed}</p>
          <TokenButton />
        </div>
      )}
      <Sources />
      <ChosenDocuments />
      <Retracting />
    </div>
  );
}
