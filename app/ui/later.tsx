import { type ComponentType, type FunctionComponent, lazy, Suspense } from 'react';

/**
 * A component whose code is no part of the first load: it is fetched once the page rests, or when it is first shown,
 * and until it is there its place is empty.
 */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): FunctionComponent<Props> {
  let fetched: Promise<{ readonly default: ComponentType<Props> }> | undefined;
  const fetchOnce = () => {
    fetched ??= load().then((component) => ({ default: component }));
    return fetched;
  };
  const Later = lazy(fetchOnce) as unknown as ComponentType<Props>;
  whenPageRests(() => void fetchOnce());
  return (props) => (
    <Suspense>
      <Later {...props} />
    </Suspense>
  );
}

/** Safari has no idle callbacks; a second after the start serves as well. */
function whenPageRests(run: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(run, { timeout: 3_000 });
  else setTimeout(run, 1_000);
}
