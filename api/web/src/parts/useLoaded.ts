/** What a component needs from a door: asked for, waited for, asked for again. */

import { useCallback, useEffect, useState } from "preact/hooks";
import { isAborted } from "../doors/problem";

export interface LoadedState<T> {
  /** What came for the key that is asked for now; null until it did. */
  readonly data: T | null;
  readonly error: unknown;
  readonly isLoading: boolean;
  readonly again: () => void;
}

interface Held<T> {
  readonly asked: string;
  readonly data: T | null;
  readonly error: unknown;
}

/** Loads whenever a key changes; what was asked for before is stopped, and shown no more. */
export function useLoaded<T>(
  key: string,
  load: (signal: AbortSignal) => T | Promise<T>,
): LoadedState<T> {
  const [held, hold] = useState<Held<T> | null>(null);
  const [round, setRound] = useState(0);
  // Told by the round too, so that what failed is not shown while it is tried again.
  const asked = `${round} ${key}`;
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const came = (data: T | null, error: unknown) => {
      if (!signal.aborted) hold({ asked, data, error });
    };
    new Promise<T>((resolve) => resolve(load(signal))).then(
      (data) => came(data, null),
      (error) => {
        if (!isAborted(error)) came(null, error);
      },
    );
    return () => controller.abort();
  }, [asked]);
  const again = useCallback(() => setRound((before) => before + 1), []);
  const now = held?.asked === asked ? held : null;
  return { data: now?.data ?? null, error: now?.error ?? null, isLoading: !now, again };
}
