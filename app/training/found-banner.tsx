import { nameOfNode } from '../../engine/graph/display-name.ts';
import { bringIntoSight } from '../canvas/show-node.ts';
import { useDocument } from '../document/store.ts';
import { count } from '../live/number-text.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { useTraining } from './status.ts';
import './timeline.css';

/** Says over the sheet where a breakpoint paused the run, and why. */
export function FoundBanner() {
  const { found, progress, stale } = useTraining(({ found, progress, stale }) => ({
    found,
    progress,
    stale,
  }));
  const flat = useDocument(({ checked }) => checked.flat);
  if (found === undefined || stale) return null;
  const { node } = found;
  return (
    <section className="run-banner" aria-label="Breakpoint">
      <Icon name="pause" size={14} />
      <span role="status">
        <b>Paused at step {count(progress?.step ?? 0)}.</b> {found.message}.
      </span>
      {node === undefined ? null : (
        <Button variant="line" small onClick={() => bringIntoSight(node)}>
          Show {nameOfNode(flat, node)}
        </Button>
      )}
    </section>
  );
}
