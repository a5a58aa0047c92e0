import { tell } from './training-client.ts';

/** Up to so many cores, training and painting take them from each other. */
const fewCores = 4;
/** Milliseconds from one word to the next; the worker gives way for longer. */
const apart = 100;

let told = Number.NEGATIVE_INFINITY;

/** Called while a hand moves what is on the sheet: what it sees comes before the speed of training. */
export function giveWay(now = performance.now()): void {
  if (navigator.hardwareConcurrency > fewCores || now - told < apart) return;
  told = now;
  tell({ kind: 'give-way' });
}
