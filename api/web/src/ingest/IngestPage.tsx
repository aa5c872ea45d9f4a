/** The page on which the keeper chooses documents, looks at them, commits them, takes them back. */

import "./ingest.css";
import { token } from "../doors/token";
import { TokenButton } from "../parts/TokenButton";
import { texts } from "../texts";
import { ChosenDocuments } from "./ChosenDocuments";
import { Retracting } from "./Retracting";
import { Sources } from "./Sources";

export function IngestPage() {
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
