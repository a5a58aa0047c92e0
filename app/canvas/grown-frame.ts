import { type Node, useStore } from 'reactflow';
import { heldBy, type Laid } from '../../engine/graph/edit/annotations.ts';
import { oncePer } from '../../engine/graph/once-per.ts';
import { usualCardSize } from './view-handle.ts';

const laid = ({ id, type, position, measured }: Node): Laid => ({
  id,
  kind: type === 'note' || type === 'frame' ? type : 'node',
  ...position,
  width: measured?.width ?? usualCardSize.width,
  height: measured?.height ?? usualCardSize.height,
});

/** How far frames are drawn beyond their own size, around what they hold now: CSS insets by id. */
export const grownFrames = oncePer((nodes: readonly Node[]): ReadonlyMap<string, string> => {
  const all = nodes.map(laid);
  return new Map(
    all
      .filter(({ kind }) => kind === 'frame')
      .map((frame) => {
        const { box } = heldBy(frame, all);
        const [left, top] = [box.x - frame.x, box.y - frame.y];
        const [right, bottom] = [frame.width - box.width - left, frame.height - box.height - top];
        return [frame.id, [top, right, bottom, left].map((side) => `${side}px`).join(' ')];
      }),
  );
});

/** Asked anew whenever the sheet moves, in which case the nodes are the ones it knows. */
export const useGrownFrame = (id: string): string =>
  useStore(({ nodes }) => grownFrames(nodes).get(id) ?? '0');
