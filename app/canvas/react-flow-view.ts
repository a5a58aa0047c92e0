import type { RefObject } from 'react';
import { getViewportForBounds, type ReactFlowInstance, type useStoreApi } from 'reactflow';
import { wantsLessMotion } from '../shell/layout.ts';
import { viewportShowing } from './sight.ts';
import { type CanvasView, type CardSize, usualCardSize, type Viewport } from './view-handle.ts';
import { zoomLevelAt } from './zoom-level.ts';

/** Height of what floats at the top of the sheet, the button that adds a node, in pixels. */
export const floatingTop = 52;

/** Least room beside a card that is brought into sight, in pixels: its ports stand out. */
export const sideways = 14;

/** Shares of the sheet that stay free around the whole graph. */
export const fitPadding = { side: 0.03, bottom: 0.04 };

/** The zoom at which a box fills the sheet but for what stays free around it. */
export function zoomShowing(box: CardSize, sheet: CardSize): number {
  const across = (sheet.width * (1 - 2 * fitPadding.side)) / box.width;
  const down = (sheet.height * (1 - fitPadding.bottom) - floatingTop) / box.height;
  return Math.min(across, down);
}

/** The duration of a move to another place of the sheet, `--t-view`. */
const quickly = 240;

/** No sheet is zoomed out further than that. */
const smallest = 0.001;

/** As small as a graph may become so that nothing of it lies under what floats, of what it is otherwise. */
const worthSmaller = 0.6;

interface Fitting {
  /** All, where none are named. */
  readonly nodes?: readonly string[];
  /** Pixels that stay free at the bottom. */
  readonly clear?: number;
  readonly duration?: number;
}

/** The usual size of text on a page, in pixels. */
const usualText = 16;

/** How much larger than that a person has text. */
const textScale = (): number =>
  Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / usualText;

/** Shows nodes as large as they get, never larger than drawn but for the size of text, and none of them under the toolbar or the map. */
export function fitSheet(
  flow: ReactFlowInstance,
  frame: HTMLElement | null,
  { nodes, clear = 0, duration = quickly }: Fitting = {},
): Promise<boolean> {
  if (frame === null) return Promise.resolve(false);
  const sheet = frame.getBoundingClientRect();
  const shown = nodes ?? flow.getNodes().map(({ id }) => id);
  const boxes = shown.map((id) => flow.getNodesBounds([id]));
  const side = `${100 * fitPadding.side}%` as const;
  const fitted = (bottom: number): Viewport =>
    getViewportForBounds(flow.getNodesBounds([...shown]), sheet.width, sheet.height, smallest, textScale(), {
      top: `${floatingTop}px`,
      right: side,
      bottom: `${Math.max(bottom, fitPadding.bottom * sheet.height)}px`,
      left: side,
    });
  const usual = fitted(clear);
  const covers = ({ left, top, right, bottom }: DOMRect): boolean =>
    boxes.some((box) => {
      const [x, y] = [box.x * usual.zoom + usual.x + sheet.left, box.y * usual.zoom + usual.y + sheet.top];
      return (
        x < right && x + box.width * usual.zoom > left && y < bottom && y + box.height * usual.zoom > top
      );
    });
  const covered = [...frame.querySelectorAll('.ctl, .mini')]
    .map((floating) => floating.getBoundingClientRect())
    .filter(covers);
  const above = fitted(
    Math.max(clear, ...covered.map(({ top }) => sheet.bottom - top + fitPadding.bottom * sheet.height)),
  );
  return flow.setViewport(above.zoom < usual.zoom * worthSmaller ? usual : above, { duration });
}

/** The canvas as the rest of the app sees it, over React Flow. */
export function makeCanvasView(
  flow: ReactFlowInstance,
  store: ReturnType<typeof useStoreApi>,
  frame: RefObject<HTMLElement | null>,
): CanvasView {
  const box = () => frame.current?.getBoundingClientRect() ?? new DOMRect();
  // Where a zoom under way will end: the next press goes on from there, not from where it happens to be.
  let aim: { readonly zoom: number; readonly until: number } | undefined;
  const quick = () => ({ duration: wantsLessMotion() ? 0 : quickly });
  return {
    at: (clientX, clientY) => {
      const { left, top, right, bottom } = box();
      const inside = clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
      return inside ? flow.screenToFlowPosition({ x: clientX, y: clientY }) : undefined;
    },
    middle: () => {
      const { left, top, width, height } = box();
      return flow.screenToFlowPosition({ x: left + width / 2, y: top + height / 2 });
    },
    sizeOf: (id) => {
      const measured = flow.getNode(id)?.measured;
      return {
        width: measured?.width ?? usualCardSize.width,
        height: measured?.height ?? usualCardSize.height,
      };
    },
    fit: (nodes) =>
      void fitSheet(flow, frame.current, { ...quick(), ...(nodes === undefined ? {} : { nodes }) }),
    reveal: (ids, clear = 0) => {
      const sheet = box();
      const now = flow.getViewport();
      const bounds = flow.getNodesBounds([...ids]);
      // For fingers the toolbar is higher.
      const bar = frame.current?.querySelector('.ctl')?.getBoundingClientRect();
      const free = {
        top: floatingTop,
        right: sideways,
        bottom: Math.max(clear, bar === undefined ? 0 : sheet.bottom - bar.top + 4),
        left: sideways,
      };
      const shown = viewportShowing(now, bounds, sheet, free);
      if (shown?.x === now.x && shown.y === now.y) return;
      const all = flow.getNodesBounds(flow.getNodes());
      // A graph that is read as a whole is shown whole; a larger one goes on at the zoom at which it is worked on.
      if (shown !== undefined && zoomLevelAt(zoomShowing(all, sheet)) !== 'card') {
        void flow.setViewport(shown, quick());
        return;
      }
      void fitSheet(flow, frame.current, { clear: clear + 16, ...quick() });
    },
    zoomBy: (factor) => {
      const now = performance.now();
      const { duration } = quick();
      const from = aim !== undefined && now < aim.until ? aim.zoom : flow.getZoom();
      const { minZoom, maxZoom } = store.getState();
      aim = { zoom: Math.min(maxZoom, Math.max(minZoom, from * factor)), until: now + duration };
      void flow.zoomTo(aim.zoom, { duration });
    },
    zoomTo: (zoom) => void flow.zoomTo(zoom, quick()),
    focus: (id) => {
      const element = store.getState().domNode?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);
      element?.focus();
    },
    focused: () => document.activeElement?.closest('.react-flow__node')?.getAttribute('data-id') ?? undefined,
    viewport: () => flow.getViewport(),
    show: (viewport) => void flow.setViewport(viewport),
  };
}
