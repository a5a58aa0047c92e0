import { type MouseEvent, type PointerEvent, type TouchEvent, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { fetchToDo } from './sheet-hint.tsx';
import { explainLock, isSheetLocked } from './sheet-lock.ts';
import type { Cut, Point } from './slice-wires.ts';

/** Whether the next stroke cuts, wherever on the sheet it begins: fingers have no Alt. */
const slicingStore = createStore<{ readonly isArmed: boolean }>()(() => ({ isArmed: false }));

const arm = (isArmed: boolean): void => slicingStore.setState({ isArmed });

export const isSlicing = (): boolean => slicingStore.getState().isArmed;
export const toggleSlicing = (): void => arm(!isSlicing());
export const stopSlicing = (): void => arm(false);
export const useIsSlicing = (): boolean => useStore(slicingStore, ({ isArmed }) => isArmed);

/** Alt and a stroke over the empty sheet cut the wires that it crosses; once armed, a stroke of any pointer does. */
export function useSlicing() {
  const [cut, setCut] = useState<Cut>();
  const start = useRef<Point | undefined>(undefined);
  const begins = ({ altKey, target }: { readonly altKey: boolean; readonly target: EventTarget }): boolean =>
    target instanceof Element &&
    (isSlicing()
      ? target.closest('.react-flow__renderer') !== null
      : altKey && target.classList.contains('react-flow__pane'));
  const end = () => {
    start.current = undefined;
    setCut(undefined);
    stopSlicing();
  };
  // What moves the sheet and its cards listens to mouse and touch, not to the pointer.
  const keep = (event: MouseEvent<HTMLElement> | TouchEvent<HTMLElement>) => {
    if (begins(event)) event.stopPropagation();
  };
  return {
    cut,
    handlers: {
      onPointerDownCapture: (event: PointerEvent<HTMLElement>) => {
        if (!begins(event) || event.button !== 0 || !event.isPrimary) return;
        event.stopPropagation();
        if (isSheetLocked()) {
          explainLock('Cut wires');
          stopSlicing();
          return;
        }
        start.current = { x: event.clientX, y: event.clientY };
        event.currentTarget.setPointerCapture(event.pointerId);
      },
      onMouseDownCapture: keep,
      onTouchStartCapture: keep,
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        if (start.current !== undefined) setCut([start.current, { x: event.clientX, y: event.clientY }]);
      },
      onPointerUp: (event: PointerEvent<HTMLElement>) => {
        if (start.current === undefined) return;
        const done: Cut = [start.current, { x: event.clientX, y: event.clientY }];
        // No part of the first load.
        fetchToDo(
          () => import('./slice-wires.ts'),
          ({ sliceWires }) => sliceWires(done),
          'No wire was cut.',
        );
        end();
      },
      onPointerCancel: () => {
        if (start.current !== undefined) end();
      },
    },
  };
}
