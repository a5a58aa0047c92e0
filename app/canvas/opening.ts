import { type RefObject, startTransition, useEffect, useRef, useState } from 'react';
import { useReactFlow } from 'reactflow';
import { useDocument } from '../document/store.ts';
import { fitSheet } from './react-flow-view.ts';
import { takeWantedViewport, type Viewport } from './view-handle.ts';

/** Which document is open, and on which of its levels one is. */
export const useSheetName = (): string => useDocument(({ opened, path }) => `${opened} ${path.join('/')}`);

/**
 * Shows a document when it is opened, or a level of it when one goes there: as it was left, or whole. Whether it is shown by now, and
 * `onShown` is told at which zoom.
 */
export function useOpening(
  frame: RefObject<HTMLElement | null>,
  ready: boolean,
  empty: boolean,
  onShown: (zoom: number) => void,
): boolean {
  const opened = useDocument((state) => state.opened);
  const level = useDocument(({ path }) => path.join('/'));
  const sheet = useSheetName();
  const flow = useReactFlow();
  const [arrivedAt, setArrivedAt] = useState('');
  const shown = useRef({ opened: -1, level: '' });
  /** How the levels of the open document were left. */
  const left = useRef(new Map<string, Viewport>());
  useEffect(() => {
    const before = shown.current;
    if ((before.opened === opened && before.level === level) || !(ready || empty)) return;
    shown.current = { opened, level };
    if (before.opened === opened) left.current.set(before.level, flow.getViewport());
    else left.current.clear();
    const wanted = takeWantedViewport() ?? left.current.get(level);
    // The first node of an empty sheet stays where it is put.
    const moved = empty
      ? flow.setViewport({ x: 0, y: 0, zoom: 1 })
      : wanted === undefined
        ? fitSheet(flow, frame.current, { duration: 0 })
        : flow.setViewport(wanted);
    void moved.then(() =>
      startTransition(() => {
        onShown(flow.getZoom());
        setArrivedAt(sheet);
      }),
    );
  }, [frame, ready, empty, opened, level, sheet, flow, onShown]);
  return arrivedAt === sheet;
}
