import { type ReactNode, useEffect, useRef, useState } from 'react';

/** The right side of a formula: a long one scrolls, and can then be reached by keyboard to do so. */
export function ScrollingSide({
  label,
  children,
}: {
  /** Accessible name. */
  readonly label: string;
  readonly children: ReactNode;
}) {
  const side = useRef<HTMLElement>(null);
  const [overflows, setOverflows] = useState(false);
  useEffect(() => {
    const element = side.current;
    if (element === null) return undefined;
    const measure = () => setOverflows(element.scrollWidth > element.clientWidth);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);
  return (
    <section ref={side} className="rhs" {...(overflows ? { tabIndex: 0, 'aria-label': label } : {})}>
      {children}
    </section>
  );
}
