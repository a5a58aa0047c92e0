import { Dialog as Base } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

export function Dialog({
  title,
  open,
  onClose,
  children,
  footer,
  wide = false,
}: {
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  /** As wide as the page allows, for tables. */
  readonly wide?: boolean;
}) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="backdrop" />
        <Base.Popup className={wide ? 'dialog wide' : 'dialog'}>
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
