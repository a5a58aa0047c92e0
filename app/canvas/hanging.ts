import { type RefObject, useLayoutEffect, useState } from 'react';
import { useStore } from 'reactflow';
import { shallow } from 'zustand/shallow';

/** Pixels of the page between what hangs on a card and the edge of the sheet. */
const margin = 8;
/** Pixels of the sheet that stay beside the stem. */
const besideStem = 16;
/** Length of the stem, in pixels of the sheet. */
const stem = 14;

type Side = 'above' | 'below';

interface Hanging {
  /** How far it is moved aside from the middle of its card, in pixels of the sheet. */
  readonly shift: number;
  readonly side: Side;
}

/** How a box hangs on its card so as not to be cut off by the edge of the sheet; on the other side only where there is room. */
function hangingOf(box: HTMLElement, preferred: Side): Hanging | undefined {
  const sheet = box.closest('.canvas')?.getBoundingClientRect();
  const card = box.closest('.react-flow__node')?.getBoundingClientRect();
  if (sheet === undefined || card === undefined || box.offsetWidth === 0) return undefined;
  const { width, height } = box.getBoundingClientRect();
  const scale = width / box.offsetWidth;
  const middle = card.left + card.width / 2;
  const over = middle + width / 2 - (sheet.right - margin);
  const under = sheet.left + margin - (middle - width / 2);
  const wanted = over > 0 ? -over / scale : under > 0 ? under / scale : 0;
  const most = box.offsetWidth / 2 - besideStem;
  const needed = height + stem * scale + margin;
  const hasRoom = {
    above: card.top - needed >= sheet.top,
    below: card.bottom + needed <= sheet.bottom,
  };
  const other = preferred === 'above' ? 'below' : 'above';
  return {
    shift: Math.max(-most, Math.min(most, wanted)),
    side: !hasRoom[preferred] && hasRoom[other] ? other : preferred,
  };
}

/** How what hangs on a card lies within the sheet, as that is placed now. */
export function useHanging(box: RefObject<HTMLElement | null>, preferred: Side): Hanging {
  const [hanging, setHanging] = useState<Hanging>({ shift: 0, side: preferred });
  // Asked for so that it is measured anew when the sheet is moved or takes another size.
  const placed = useStore(({ transform, width, height }) => ({ transform, width, height }), shallow);
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured where the sheet lies now
  useLayoutEffect(() => {
    const next = box.current === null ? undefined : hangingOf(box.current, preferred);
    if (next === undefined) return;
    setHanging((now) => (now.side === next.side && Math.abs(now.shift - next.shift) < 0.5 ? now : next));
  }, [box, preferred, placed]);
  return hanging;
}
