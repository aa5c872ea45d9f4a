/** What moves with hands is drawn once for each frame, however often hands tell. */

import { useCallback, useEffect, useRef } from "preact/hooks";

/** Returns a function that calls `show` at the next frame, with the last value that it got. */
export function useFrame<T>(show: (value: T) => void): (value: T) => void {
  const latest = useRef(show);
  latest.current = show;
  const frame = useRef(0);
  useEffect(() => () => cancelAnimationFrame(frame.current), []);
  return useCallback((value: T) => {
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(() => latest.current(value));
  }, []);
}
