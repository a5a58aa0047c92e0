import { useDocument } from '../document/store.ts';
import { IconButton } from '../ui/button.tsx';
import { useDesk } from './desk.ts';
import './tabs.css';
import { closeTab, switchTo } from './tabs.ts';

/** The graphs that are open, where there are several. */
export function TabStrip({ onNew }: { readonly onNew: () => void }) {
  const { open, current } = useDesk((desk) => desk);
  const name = useDocument(({ whole }) => whole.name);
  if (open.length < 2) return null;
  return (
    <nav className="tab-strip" aria-label="Open graphs">
      {open.map((graph) => {
        const isCurrent = graph.id === current;
        const title = isCurrent ? name : graph.name;
        return (
          <span key={graph.id} className={isCurrent ? 'graph-tab on' : 'graph-tab'}>
            <button
              type="button"
              className="truncate"
              aria-current={isCurrent ? 'page' : undefined}
              title={title}
              onClick={() => void switchTo(graph.id)}
            >
              {title}
            </button>
            <IconButton
              icon="close"
              iconSize={10}
              small
              label={`Close ${title}; it can be opened again`}
              onClick={() => void closeTab(graph.id)}
            />
          </span>
        );
      })}
      <IconButton icon="plus" iconSize={12} small label="New graph in a tab" onClick={onNew} />
    </nav>
  );
}
