import { ViewportPortal } from 'reactflow';
import { useStore } from 'zustand';
import { guideStore } from './dragged-cards.ts';

/** The lines that a dragged card shares with others. */
export function GuideLines() {
  const guides = useStore(guideStore, (state) => state.guides);
  return (
    <ViewportPortal>
      {guides.map(({ direction, at, from, to }) => (
        <div
          key={direction}
          className={`guide ${direction}`}
          style={
            direction === 'down'
              ? { left: at, top: from, height: to - from }
              : { top: at, left: from, width: to - from }
          }
        />
      ))}
    </ViewportPortal>
  );
}
