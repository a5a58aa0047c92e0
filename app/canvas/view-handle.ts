import type { GraphNode } from '../../engine/graph/document.ts';

/**
 * What the rest of the app may ask of the canvas, without knowing how it draws. Undefined while no canvas is shown.
 */
export interface CanvasView {
  /** From pixels of the page to coordinates of the document; undefined outside the canvas. */
  readonly at: (clientX: number, clientY: number) => GraphNode['position'] | undefined;
  /** Middle of what is seen, in coordinates of the document. */
  readonly middle: () => GraphNode['position'];
  /** Size of a card as drawn, in pixels at 100 %. */
  readonly sizeOf: (node: string) => CardSize;
  /** Shows all nodes, or these. */
  readonly fit: (nodes?: readonly string[]) => void;
  /**
   * Brings nodes into sight that are not, clear of so many pixels at the bottom: with the whole graph where its cards can be
   * read then, else by moving the sheet.
   */
  readonly reveal: (nodes: readonly string[], clear?: number) => void;
  readonly zoomBy: (factor: number) => void;
  readonly zoomTo: (zoom: number) => void;
  /** Moves the focus to a node's card, scrolling it into sight. */
  readonly focus: (node: string) => void;
  /** The node whose card, or a part of it, has the focus. */
  readonly focused: () => string | undefined;
  readonly viewport: () => Viewport;
  readonly show: (viewport: Viewport) => void;
}

export interface CardSize {
  readonly width: number;
  readonly height: number;
}

export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** With more nodes than this, only those in sight are drawn, and until it is known how large these will be as boxes. */
export const drawnWhole = 60;

/** Before a card was drawn. */
export const usualCardSize: CardSize = { width: 136, height: 94 };

let current: CanvasView | undefined;
let wanted: Viewport | undefined;

export const canvasView = (): CanvasView | undefined => current;

/** Size of a card as drawn; the usual one while no canvas is shown. */
export const cardSize = (node: string): CardSize => current?.sizeOf(node) ?? usualCardSize;

/** Called by the canvas when it is ready, and with undefined when it goes. */
export function setCanvasView(view: CanvasView | undefined): void {
  current = view;
}

let moved: (() => void) | undefined;

/** Called when the sheet has come to rest after it was moved or zoomed. */
export const onSheetMoved = (listener: (() => void) | undefined): void => {
  moved = listener;
};

export const tellSheetMoved = (): void => moved?.();

/** How the document that is opened next is to be seen, instead of whole; undefined for whole. */
export function wantViewport(viewport: Viewport | undefined): void {
  wanted = viewport;
}

/** How the sheet is seen, or will be once it is drawn. */
export const viewportNow = (): Viewport | undefined => wanted ?? current?.viewport();

export function takeWantedViewport(): Viewport | undefined {
  const viewport = wanted;
  wanted = undefined;
  return viewport;
}

/** Milliseconds until a new card is drawn and measured. */
const untilDrawn = 60;

/** Shows what was just added, where it is not in sight; the focus stays where it is. */
export function revealSoon(nodes: readonly string[]): void {
  setTimeout(() => current?.reveal(nodes), untilDrawn);
}

/** Shows cards that were just added, where they are not in sight. Who works on a card by keys goes on at the first of them. */
export function revealAdded(nodes: readonly string[]): void {
  const wasOnCard = current?.focused() !== undefined;
  setTimeout(() => {
    current?.reveal(nodes);
    const [first] = nodes;
    if (wasOnCard && first !== undefined) current?.focus(first);
  }, untilDrawn);
}
