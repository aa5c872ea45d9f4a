/** The door that only the keeper's token opens, to try a token at. */

import { texts } from "../texts";
import { getJson } from "./fetching";
import { Problem } from "./problem";

/** What may stand in a header. */
const PRINTABLE = /^[\x21-\x7e]+$/;

/** Throws a Problem unless the server takes this for its token. */
export async function checkToken(given: string): Promise<void> {
  try {
    if (!PRINTABLE.test(given)) throw new Problem(texts.token.wrong, 401);
    const headers = { Authorization: `Bearer ${given}` };
    await getJson("queries", { generation: null }, { headers });
  } catch (error) {
    const isWrong = error instanceof Problem && error.wantsToken;
    throw isWrong ? new Problem(texts.token.wrong, error.status) : error;
  }
}
