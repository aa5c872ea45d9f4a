/** A value that may change many times a second, for work that takes longer than that. */

import { useEffect, useRef, useState } from "preact/hooks";

/** Follows a value, but not more often than every so many milliseconds. */
export function useCalm<T>(value: T, pause: number): T {
  const [calm, setCalm] = useState(value);
  const latest = useRef(value);
  const timer = useRef(0);
  latest.current = value;
  useEffect(() => {
    if (timer.current || Object.is(value, calm)) return;
    timer.current = window.setTimeout(() => {
      timer.current = 0;
      setCalm(() => latest.current);
    }, pause);
  }, [value, calm]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return calm;
}
