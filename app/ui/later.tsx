import { Component, type ComponentType, lazy, type ReactNode, Suspense } from 'react';
import { Button } from './button.tsx';
import { whyNotFetched } from './not-fetched.ts';

/** A part of the page that is not to be had: the network is gone, or another version is served by now. */
class NotFetched extends Error {}

interface LaterOptions {
  /** Whether it is fetched before anybody asks for it. */
  readonly isAhead?: boolean;
  /** Drawn in its place until it is there. */
  readonly meanwhile?: ReactNode;
}

/**
 * A component whose code is no part of the first load: it is fetched once the page rests, or when it is first shown,
 * and until it is there its place is empty. Where it cannot be fetched its place says so, and the rest of the page goes on.
 */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  { isAhead = true, meanwhile = null }: LaterOptions = {},
): ComponentType<Props> {
  let fetched: Promise<{ readonly default: ComponentType<Props> }> | undefined;
  const fetchOnce = () => {
    fetched ??= load().then(
      (component) => ({ default: component }),
      () => {
        // Asked for again, it is fetched again.
        fetched = undefined;
        throw new NotFetched();
      },
    );
    return fetched;
  };
  const part = () => lazy(fetchOnce) as unknown as ComponentType<Props>;
  let Part = part();
  if (isAhead) whenPageRests(() => void fetchOnce().catch(() => undefined));
  return class Later extends Component<Props, { readonly error: unknown }> {
    override state = { error: undefined };

    static getDerivedStateFromError(error: unknown) {
      return { error };
    }

    override render(): ReactNode {
      const { error }: { readonly error: unknown } = this.state;
      if (error === undefined)
        return (
          <Suspense fallback={meanwhile}>
            <Part {...this.props} />
          </Suspense>
        );
      // What goes wrong in the part itself is no matter of fetching it.
      if (!(error instanceof NotFetched)) throw error;
      const again = () => {
        Part = part();
        this.setState({ error: undefined });
      };
      return (
        <p className="cap empty-panel" role="alert">
          This part of the page could not be fetched: {whyNotFetched}. The graph is kept.{' '}
          <Button variant="line" small onClick={again}>
            Try again
          </Button>
        </p>
      );
    }
  };
}

/** Safari has no idle callbacks; a second after the start serves as well. */
function whenPageRests(run: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(run, { timeout: 3_000 });
  else setTimeout(run, 1_000);
}
