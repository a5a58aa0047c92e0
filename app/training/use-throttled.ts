import { startTransition, useEffect, useRef, useState } from 'react';

/** The value, changing at most once per `interval` milliseconds; the last one always arrives. */
export function useThrottled<T>(value: T, interval: number): T {
  const [shown, setShown] = useState(value);
  const last = useRef(0);
  useEffect(() => {
    const wait = last.current + interval - performance.now();
    const show = () => {
      last.current = performance.now();
      startTransition(() => setShown(value));
    };
    if (wait <= 0) {
      show();
      return undefined;
    }
    const timer = setTimeout(show, wait);
    return () => clearTimeout(timer);
  }, [value, interval]);
  return shown;
}
