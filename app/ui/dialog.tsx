import { Dialog as Base } from '@base-ui/react/dialog';
import { type ReactNode, type RefObject, useEffect } from 'react';
import { Icon } from './icon.tsx';

/** What a dialog came from may be gone, such as a line of the list of commands: then the sheet has the focus, not the page. */
function useFocusAfterwards(): void {
  useEffect(
    () => () => {
      // The dialog gives it back itself where it can, in the frame after it is gone.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          if (document.activeElement !== document.body) return;
          document
            .querySelector<HTMLElement>(
              '[data-region="canvas"] :is(.react-flow__node.selected, .react-flow__node, .start button)',
            )
            ?.focus();
        }),
      );
    },
    [],
  );
}

export function Dialog({
  title,
  open,
  onClose,
  children,
  footer,
  wide = false,
  initialFocus,
}: {
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  /** As wide as the page allows, for tables. */
  readonly wide?: boolean;
  /** Where the keyboard begins; the button that closes it, unless told. */
  readonly initialFocus?: RefObject<HTMLElement | null> | undefined;
}) {
  useFocusAfterwards();
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="backdrop" />
        <Base.Popup className={wide ? 'dialog wide' : 'dialog'} initialFocus={initialFocus}>
          <header>
            <Base.Title>{title}</Base.Title>
            <Base.Close className="btn icon" aria-label="Close">
              <Icon name="close" />
            </Base.Close>
          </header>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by keyboard */}
          <section className="content" tabIndex={0} aria-label={title}>
            {children}
          </section>
          {footer === undefined ? null : <footer>{footer}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
