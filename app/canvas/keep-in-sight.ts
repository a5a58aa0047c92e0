import { type RefObject, useEffect } from 'react';
import type { ReactFlowInstance } from 'reactflow';
import { beforeFirstNumbers } from '../live/live-store.ts';
import { fitSheet } from './react-flow-view.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Milliseconds after which cards that grew have been measured. */
const growthSeen = 50;

/** Whether all cards lie within a frame of this size, as the sheet is placed now. */
function allInSight(flow: ReactFlowInstance, { width, height }: Size): boolean {
  const { x, y, zoom } = flow.getViewport();
  const bounds = flow.getNodesBounds(flow.getNodes());
  const left = bounds.x * zoom + x;
  const top = bounds.y * zoom + y;
  return left >= 0 && top >= 0 && left + bounds.width * zoom <= width && top + bounds.height * zoom <= height;
}

/** A graph that was seen whole is still seen whole when a panel takes room from the sheet, and when cards grow by their first numbers. */
export function useKeepInSight(flow: ReactFlowInstance, frame: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const sheet = frame.current;
    if (sheet === null) return;
    let last: Size | undefined;
    const show = () => void fitSheet(flow, sheet, { duration: 0 });
    const isWhole = (size = last): boolean =>
      size !== undefined && flow.getNodes().length > 0 && allInSight(flow, size);
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      const wasWhole = isWhole();
      last = entry.contentRect;
      if (wasWhole && !isWhole()) show();
    });
    observer.observe(sheet);
    const forget = beforeFirstNumbers(() => {
      if (!isWhole()) return;
      // React draws the numbers, and React Flow measures the cards a frame later.
      setTimeout(() => {
        if (!isWhole()) show();
      }, growthSeen);
    });
    return () => {
      observer.disconnect();
      forget();
    };
  }, [flow, frame]);
}
