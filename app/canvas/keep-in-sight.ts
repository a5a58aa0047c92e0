import { type RefObject, useEffect } from 'react';
import type { Node, ReactFlowInstance, Rect, Viewport } from 'reactflow';
import { documentStore } from '../document/store.ts';
import { whenNumbersComeOrGo } from '../live/live-store.ts';
import { fitSheet } from './react-flow-view.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Milliseconds after which cards that grew or shrank have been measured: at once, or on a busy machine. */
const sizesSeen = [50, 200, 600];

const isSame = (a: Viewport, b: Viewport | undefined): boolean =>
  a.x === b?.x && a.y === b.y && a.zoom === b.zoom;

/** Whether all cards lie within a frame of this size, as the sheet is placed. */
const liesWithin = (cards: Rect, { width, height }: Size, { x, y, zoom }: Viewport): boolean =>
  cards.x * zoom + x >= 0 &&
  cards.y * zoom + y >= 0 &&
  (cards.x + cards.width) * zoom + x <= width &&
  (cards.y + cards.height) * zoom + y <= height;

/** Whether cards are where they were, all of them, and only their sizes changed: by an edit that made a formula longer. */
export function onlySizesChanged(before: readonly Node[], now: readonly Node[]): boolean {
  let isChanged = false;
  for (const [at, { id, position, measured }] of now.entries()) {
    const old = before[at];
    if (old?.id !== id || old.position.x !== position.x || old.position.y !== position.y) return false;
    isChanged ||= old.measured?.width !== measured?.width || old.measured?.height !== measured?.height;
  }
  return isChanged && before.length === now.length;
}

/**
 * A graph that was seen whole is still seen whole when a panel takes room from the sheet, and when cards grow by their
 * first numbers or by an edit of what they say. When the room is given back the sheet lies as before, unless a hand has moved it.
 */
export function useKeepInSight(flow: ReactFlowInstance, frame: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const sheet = frame.current;
    if (sheet === null) return;
    let room: Size | undefined;
    /** How a hand had placed the sheet, and how it was placed when it gave way. */
    let [before, since]: (Viewport | undefined)[] = [];
    /** The cards before numbers came or went, while they change for that. */
    let cardsBefore: Rect | undefined;
    let isMoving = false;

    const cards = (): Rect => flow.getNodesBounds(flow.getNodes());
    const isWhole = (viewport: Viewport, of = cards(), within = room): boolean =>
      within !== undefined && flow.getNodes().length > 0 && liesWithin(of, within, viewport);

    const showWhole = async (): Promise<void> => {
      const roomThen = room;
      isMoving = true;
      await fitSheet(flow, sheet, { duration: 0 });
      isMoving = false;
      since = flow.getViewport();
      if (room !== roomThen) settle(true);
    };
    const settle = (wasWhole: boolean): void => {
      if (isMoving) return;
      const now = flow.getViewport();
      if (before === undefined || !isSame(now, since)) {
        before = wasWhole && !isWhole(now) ? now : undefined;
        if (before !== undefined) void showWhole();
      } else if (isWhole(before)) {
        void flow.setViewport(before);
        before = undefined;
      } else void showWhole();
    };

    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      const wasWhole = isWhole(flow.getViewport(), cardsBefore ?? cards());
      room = entry.contentRect;
      settle(wasWhole);
    });
    observer.observe(sheet);
    const forget = whenNumbersComeOrGo(() => {
      const placed = flow.getViewport();
      cardsBefore = cards();
      const wasWhole = isWhole(placed, cardsBefore);
      // React draws the cards anew, and React Flow measures them a frame later.
      for (const wait of sizesSeen)
        setTimeout(() => settle(wasWhole && isSame(flow.getViewport(), placed)), wait);
      setTimeout(() => {
        cardsBefore = undefined;
      }, sizesSeen.at(-1));
    });
    const forgetEdits = documentStore.subscribe((now, old) => {
      const isSameSheet = now.opened === old.opened && now.path.join('/') === old.path.join('/');
      if (now.document === old.document || !isSameSheet) return;
      const placed = flow.getViewport();
      if (!isWhole(placed)) return;
      const laid = flow.getNodes();
      for (const wait of sizesSeen)
        setTimeout(() => {
          if (isSame(flow.getViewport(), placed) && onlySizesChanged(laid, flow.getNodes())) settle(true);
        }, wait);
    });
    return () => {
      observer.disconnect();
      forget();
      forgetEdits();
    };
  }, [flow, frame]);
}
