import type { TouchEvent } from 'react';

/** Pixels around a wire's end within which a finger on the wire takes it, but no further than so much of the wire's length. */
const reach = 32;
const share = 0.4;

const distance = (place: DOMPoint, { clientX, clientY }: Touch): number =>
  Math.hypot(place.x - clientX, place.y - clientY);

/** The mark at the end of a wire that a finger on the wire is at. From afar these are smaller than fingers. */
function endUnder(target: Element, touch: Touch): Element | undefined {
  if (target.classList.contains('react-flow__edgeupdater')) return target;
  const wire = target.closest('.react-flow__edge');
  const path = wire?.querySelector<SVGPathElement>('.react-flow__edge-path');
  const matrix = path?.getScreenCTM();
  if (wire === null || path === null || path === undefined || matrix === null || matrix === undefined)
    return undefined;
  const length = path.getTotalLength();
  const within = Math.min(reach, share * length * matrix.a);
  const ends = [
    { mark: 'source', at: path.getPointAtLength(0) },
    { mark: 'target', at: path.getPointAtLength(length) },
  ];
  const [near] = ends
    .map(({ mark, at }) => ({ mark, away: distance(DOMPoint.fromPoint(at).matrixTransform(matrix), touch) }))
    .filter(({ away }) => away <= within)
    .toSorted((a, b) => a.away - b.away);
  return near === undefined
    ? undefined
    : (wire.querySelector(`.react-flow__edgeupdater-${near.mark}`) ?? undefined);
}

/** Fingers are told of where they began; once that is taken out of the page, as a wire in the hand is, only there. */
function passOn(began: Element): void {
  const ends = new AbortController();
  const pass = (event: Event): void => {
    if (event.type !== 'touchmove') ends.abort();
    if (began.isConnected || !(event instanceof window.TouchEvent)) return;
    const { touches, targetTouches, changedTouches } = event;
    const lists = {
      touches: [...touches],
      targetTouches: [...targetTouches],
      changedTouches: [...changedTouches],
    };
    document.dispatchEvent(new window.TouchEvent(event.type, { ...lists, cancelable: true }));
  };
  for (const type of ['touchmove', 'touchend', 'touchcancel']) {
    began.addEventListener(type, pass, { signal: ends.signal });
  }
}

/**
 * A finger on a wire's end takes it elsewhere, as the mouse does; whether it did. React Flow follows fingers, but begins with
 * the mouse alone; it is told of one, and hears what the finger does from then on.
 */
export function takeWireByTouch(event: TouchEvent): boolean {
  const touch = event.nativeEvent.touches[0];
  const { target } = event;
  if (touch === undefined || event.touches.length > 1 || !(target instanceof Element)) return false;
  const end = endUnder(target, touch);
  if (end === undefined) return false;
  // The sheet would move along.
  event.stopPropagation();
  passOn(target);
  const { clientX, clientY } = touch;
  end.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, cancelable: true, clientX, clientY }));
  return true;
}
