import { type MouseEvent, type TouchEvent, useEffect, useMemo, useRef } from 'react';

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Milliseconds after which a finger that rests asks for the menu; browsers that tell of it themselves do so before. */
const rests = 550;
/** Pixels a resting finger may move. */
const still = 8;

/** What has a use of its own for a finger that stays on it. */
const others = 'input, textarea, button, [contenteditable="true"], .port, .ctl, .mini';

/**
 * A finger that rests on the sheet asks for the menu of what lies there, as a right click does. Some browsers tell of it as
 * `contextmenu`; that of iPhones and iPads does not.
 */
export function useLongPress(open: (at: Place, on: Element) => void) {
  const latest = useRef(open);
  useEffect(() => {
    latest.current = open;
  }, [open]);
  return useMemo(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let start: Place | undefined;
    let isOpened = false;
    const forget = (): void => {
      clearTimeout(timer);
      start = undefined;
    };
    const end = (): void => {
      forget();
      isOpened = false;
    };
    return {
      begin: ({ touches, target }: TouchEvent): void => {
        end();
        const touch = touches[0];
        if (touch === undefined || touches.length > 1 || !(target instanceof Element)) return;
        if (target.closest('.react-flow__renderer') === null || target.closest(others) !== null) return;
        const at = { x: touch.clientX, y: touch.clientY };
        start = at;
        timer = setTimeout(() => {
          isOpened = true;
          latest.current(at, target);
        }, rests);
      },
      handlers: {
        onTouchMoveCapture: (event: TouchEvent): void => {
          // What lies under the finger stays while its menu is open.
          if (isOpened) event.stopPropagation();
          const touch = event.touches[0];
          if (start === undefined || touch === undefined) return;
          if (Math.hypot(touch.clientX - start.x, touch.clientY - start.y) > still) forget();
        },
        onTouchEndCapture: (event: TouchEvent): void => {
          // A click would follow, and close the menu.
          if (isOpened) event.preventDefault();
          end();
        },
        onTouchCancelCapture: end,
        onContextMenuCapture: (event: MouseEvent): void => {
          forget();
          if (!isOpened) return;
          event.preventDefault();
          event.stopPropagation();
        },
      },
    };
  }, []);
}
