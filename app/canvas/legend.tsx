import { useEffect } from 'react';
import { documentStore } from '../document/store.ts';
import { GradientRuler } from '../live/gradient-row.tsx';
import { useTraining } from '../training/status.ts';
import { Icon } from '../ui/icon.tsx';
import { canvasView } from './view-handle.ts';

/** Pixels kept free below for the legend itself. */
const legendHeight = 48;
/** Milliseconds until cards are drawn and measured with what training adds. */
const untilDrawn = 120;

/** What the marks mean that training puts on wires and cards. */
export function Legend() {
  const hasRun = useTraining(({ progress, timeline }) => (timeline?.now ?? progress?.step ?? 0) > 0);
  useEffect(() => {
    if (!hasRun) return;
    // Cards have grown by their pictures.
    const ids = documentStore.getState().document.nodes.map(({ id }) => id);
    const timer = setTimeout(() => canvasView()?.reveal(ids, legendHeight), untilDrawn);
    return () => clearTimeout(timer);
  }, [hasRun]);
  if (!hasRun) return null;
  return (
    <div className="legend hide-s" aria-hidden="true">
      <span className="fw">
        <Icon name="forward" size={9} /> forward, root mean square
      </span>
      <span className="bw">
        <Icon name="backward" size={9} /> backward, norm
      </span>
      <span>
        <span className="bw">
          <GradientRuler norm={1} />
        </span>
        1e−8 to 1e2, thick is healthy
      </span>
    </div>
  );
}
