import { Inspector } from '../inspector/inspector.tsx';
import { useInspectorWide } from '../inspector/shown.ts';
import { Guard } from './guard.tsx';
import { useInspectorOpen } from './inspector-open.ts';

/** The inspector, at the right, where it is open. */
export function InspectorSide() {
  const isWide = useInspectorWide();
  const isOpen = useInspectorOpen();
  if (!isOpen) return null;
  return (
    <aside className={isWide ? 'right wide' : 'right'} aria-label="Inspector" data-region="inspector">
      <Guard what="The inspector">
        <Inspector />
      </Guard>
    </aside>
  );
}
