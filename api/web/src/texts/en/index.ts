import { asking } from "./asking";
import { common } from "./common";
import { copying } from "./copying";
import { evidence } from "./evidence";
import { explore } from "./explore";
import { ingest } from "./ingest";
import { inverses, kinds, relations } from "./ontology";
import { review } from "./review";
import { sparql } from "./sparql";
import { history, status } from "./status";
import { things } from "./things";
import { views } from "./views";

/** English: one file for each page of the workbench, and one for what they share. */
export const en = {
  ...common,
  kinds,
  relations,
  inverses,
  asking,
  copying,
  evidence,
  explore,
  history,
  ingest,
  review,
  sparql,
  status,
  things,
  views,
};
