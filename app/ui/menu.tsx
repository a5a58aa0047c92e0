import { Menu as Base } from '@base-ui/react/menu';
import type { ReactElement, ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

export type MenuEntry =
  | {
      readonly kind: 'item';
      readonly id: string;
      readonly label: ReactNode;
      readonly run: () => void;
      readonly icon?: IconName;
      /** At the right: a shortcut or a count. */
      readonly end?: ReactNode;
      readonly disabled?: boolean;
      /** Present on entries that are switched on or off. */
      readonly checked?: boolean;
    }
  | { readonly kind: 'rule'; readonly id: string }
  | { readonly kind: 'label'; readonly id: string; readonly label: string };

function Entry({ entry }: { readonly entry: MenuEntry }) {
  if (entry.kind === 'rule') return <Base.Separator className="rule" />;
  if (entry.kind === 'label') return <div className="group-label">{entry.label}</div>;
  return (
    <Base.Item className="item" onClick={entry.run} disabled={entry.disabled === true}>
      {entry.icon === undefined ? null : <Icon name={entry.icon} size={14} />}
      {entry.checked === undefined ? null : (
        <span className="tick">{entry.checked ? <Icon name="check" size={14} /> : null}</span>
      )}
      <span>{entry.label}</span>
      {entry.end === undefined ? null : <span className="end">{entry.end}</span>}
    </Base.Item>
  );
}

const entriesOf = (entries: readonly MenuEntry[]) =>
  entries.map((entry) => <Entry key={entry.id} entry={entry} />);

/** A button that opens a list of commands. */
export function Menu({
  trigger,
  entries,
  align = 'start',
}: {
  readonly trigger: ReactElement;
  readonly entries: readonly MenuEntry[];
  readonly align?: 'start' | 'center' | 'end';
}) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={trigger as ReactElement<Record<string, unknown>>} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align={align} className="floating">
          <Base.Popup className="menu">{entriesOf(entries)}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** A menu at a place on the screen, in CSS pixels; closed when `at` is undefined. */
export function MenuAt({
  at,
  entries,
  onClose,
}: {
  readonly at: { readonly x: number; readonly y: number } | undefined;
  readonly entries: readonly MenuEntry[];
  readonly onClose: () => void;
}) {
  const anchor = { getBoundingClientRect: () => new DOMRect(at?.x ?? 0, at?.y ?? 0, 0, 0) };
  return (
    <Base.Root open={at !== undefined} onOpenChange={(open) => !open && onClose()} modal={false}>
      <Base.Portal>
        <Base.Positioner anchor={anchor} sideOffset={2} align="start" className="floating">
          <Base.Popup className="menu">{entriesOf(entries)}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
