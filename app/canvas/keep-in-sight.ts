import { type RefObject, useEffect } from 'react';
import type { ReactFlowInstance } from 'reactflow';
import { fitOptions } from './react-flow-view.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Whether all cards lie within a frame of this size, as the sheet is placed now. */
function allInSight(flow: ReactFlowInstance, { width, height }: Size): boolean {
  const { x, y, zoom } = flow.getViewport();
  const bounds = flow.getNodesBounds(flow.getNodes());
  const left = bounds.x * zoom + x;
  const top = bounds.y * zoom + y;
  return left >= 0 && top >= 0 && left + bounds.width * zoom <= width && top + bounds.height * zoom <= height;
}

/** A graph that was seen whole is still seen whole when a panel takes room from the sheet. */
export function useKeepInSight(flow: ReactFlowInstance, frame: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (frame.current === null) return;
    let last: Size | undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      const { width, height } = entry.contentRect;
      const wasWhole = last !== undefined && flow.getNodes().length > 0 && allInSight(flow, last);
      last = { width, height };
      if (wasWhole && !allInSight(flow, last)) void flow.fitView({ ...fitOptions, duration: 0 });
    });
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, [flow, frame]);
}
