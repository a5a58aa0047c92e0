import type { CSSProperties } from 'react';
import { useStore } from 'reactflow';

/** Pixels of the graph between two dots, each 2 wide. */
const gap = 16;

/**
 * The dots of the grid, moved with the sheet by less than the distance between two. React Flow’s own
 * background is painted anew at every move, which costs as much as the cards.
 */
export function GridDots() {
  const [x, y, zoom] = useStore(({ transform }) => transform);
  const apart = gap * zoom;
  const before = (at: number): number => (((at % apart) + apart) % apart) - apart;
  const style = {
    '--apart': `${apart}px`,
    '--dot': `${zoom}px`,
    transform: `translate(${before(x)}px, ${before(y)}px)`,
  } as CSSProperties;
  return <div className="grid-dots" aria-hidden="true" style={style} />;
}
