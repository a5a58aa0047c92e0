import { type ReactFlowState, useStore } from 'reactflow';
import { heldBy, type Laid } from '../../engine/graph/edit/annotations.ts';
import { usualCardSize } from './view-handle.ts';

type Drawn = ReactFlowState['nodeLookup'] extends ReadonlyMap<string, infer Node> ? Node : never;

const laid = ({ id, type, internals: { positionAbsolute }, measured }: Drawn): Laid => ({
  id,
  kind: type === 'note' || type === 'frame' ? type : 'node',
  ...positionAbsolute,
  width: measured.width ?? usualCardSize.width,
  height: measured.height ?? usualCardSize.height,
});

/** How far a frame is drawn beyond its own size, around what it holds now: a CSS inset. */
export const useGrownFrame = (id: string): string =>
  useStore(({ nodeLookup }) => {
    const drawn = nodeLookup.get(id);
    if (drawn === undefined) return '0';
    const frame = laid(drawn);
    const { box } = heldBy(frame, [...nodeLookup.values()].map(laid));
    const [left, top] = [box.x - frame.x, box.y - frame.y];
    const [right, bottom] = [frame.width - box.width - left, frame.height - box.height - top];
    return [top, right, bottom, left].map((side) => `${side}px`).join(' ');
  });
