import { useCallback, useEffect, useRef, useState } from 'react';

/** Long enough to go from an edge to the button on it. */
const LEAVE_MS = 350;

/** Whether the pointer is here, or was a moment ago. */
export function useNear(): [boolean, (isNear: boolean) => void] {
  const [isNear, setNear] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const change = useCallback((next: boolean) => {
    clearTimeout(timer.current);
    if (next) setNear(true);
    else timer.current = setTimeout(() => setNear(false), LEAVE_MS);
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);
  return [isNear, change];
}
