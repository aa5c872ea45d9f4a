import { common } from "./common";
import { explore } from "./explore";
import { ingest } from "./ingest";
import { kinds, relations } from "./ontology";
import { review } from "./review";
import { sparql } from "./sparql";
import { history, status } from "./status";
import { views } from "./views";

/** English: one file for each page of the workbench, and one for what they share. */
export const en = {
  ...common,
  kinds,
  relations,
  history,
  status,
  views,
  explore,
  ingest,
  review,
  sparql,
};
