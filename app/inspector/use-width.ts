import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

interface Width {
  readonly place: RefObject<HTMLDivElement | null>;
  /** In em of its own type, so that it grows with neither the text nor the zoom. */
  readonly width: number;
}

/** The width of a part of the page, followed as that changes; `assumed` until it is drawn. */
export function useWidth(assumed: number): Width {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(assumed);
  useLayoutEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const measure = () =>
      setWidth(element.clientWidth / Number.parseFloat(getComputedStyle(element).fontSize));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { place, width };
}
