/** What a component needs from a door: asked for, waited for, asked for again. */

import { useCallback, useEffect, useState } from "preact/hooks";
import { isAborted } from "../doors/problem";

export interface LoadedState<T> {
  readonly data: T | null;
  readonly error: unknown;
  readonly isLoading: boolean;
  readonly again: () => void;
}

/** Loads whenever a key changes; what was asked for before is stopped, and shown until then. */
export function useLoaded<T>(
  key: string,
  load: (signal: AbortSignal) => Promise<T>,
): LoadedState<T> {
  const [state, setState] = useState({
    data: null as T | null,
    error: null as unknown,
    isLoading: true,
  });
  const [round, setRound] = useState(0);
  useEffect(() => {
    const controller = new AbortController();
    setState(({ data }) => ({ data, error: null, isLoading: true }));
    load(controller.signal).then(
      (data) => setState({ data, error: null, isLoading: false }),
      (error) => {
        if (!isAborted(error)) setState({ data: null, error, isLoading: false });
      },
    );
    return () => controller.abort();
  }, [key, round]);
  return { ...state, again: useCallback(() => setRound((before) => before + 1), []) };
}
