import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';

export interface Tab<Id extends string = string> {
  readonly id: Id;
  readonly title: string;
  /** Counts beside the title. */
  readonly badge?: ReactNode;
  readonly content: ReactNode;
}

interface TabsProps<Id extends string> {
  readonly tabs: readonly Tab<Id>[];
  readonly value: Id;
  readonly onChange: (value: Id) => void;
  /** Accessible name of the strip. */
  readonly label: string;
  /** After the tabs, at the right end of the strip. */
  readonly end?: ReactNode;
  readonly stripClass?: string;
  readonly panelClass?: string;
  /** Only the strip is shown. */
  readonly folded?: boolean;
}

/** A strip of tabs over the content of the current one; only that one is mounted. */
export function Tabs<Id extends string>({
  tabs,
  value,
  onChange,
  label,
  end,
  stripClass = '',
  panelClass = '',
  folded = false,
}: TabsProps<Id>) {
  return (
    <Base.Root
      value={value}
      onValueChange={(next) => onChange(next as Id)}
      render={(props) => <div {...props} style={{ display: 'contents' }} />}
    >
      <div className={`tabs ${stripClass}`}>
        <Base.List
          aria-label={label}
          activateOnFocus
          render={(props) => <div {...props} style={{ display: 'contents' }} />}
        >
          {tabs.map((tab) => (
            <Base.Tab key={tab.id} value={tab.id} className="tab">
              {tab.title}
              {tab.badge}
            </Base.Tab>
          ))}
        </Base.List>
        {end}
      </div>
      {folded
        ? null
        : tabs.map((tab) => (
            <Base.Panel key={tab.id} value={tab.id} className={`tab-panel ${panelClass}`}>
              {tab.content}
            </Base.Panel>
          ))}
    </Base.Root>
  );
}
