import { type Decisions, predictedClass } from '../../engine/train/decisions.ts';
import { colourToken, placeOnMap } from '../live/colour-map.ts';
import { classToken } from './class-marks.tsx';

/** Points along each side at which the network is asked. */
export const planeSteps = 64;

type Colour = readonly [number, number, number];

/** How much of the ground shows through a region. */
const ground = 0.45;

/**
 * Red, green, blue and opacity of each point: the colour of the likeliest class, the stronger the surer; numbers on the
 * map of values.
 */
export function planeColours(decisions: Decisions, colourOf: (token: string) => Colour): Uint8ClampedArray {
  const count = decisions.kind === 'classes' ? decisions.truth.length : decisions.predicted.length;
  const bytes = new Uint8ClampedArray(4 * count);
  const put = (index: number, [red, green, blue]: Colour) => bytes.set([red, green, blue, 255], 4 * index);
  if (decisions.kind === 'numbers') {
    const signed = decisions.predicted.some((value) => value < 0);
    const bound = decisions.predicted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    decisions.predicted.forEach((value, index) => {
      put(index, colourOf(colourToken(placeOnMap(value, bound, signed))));
    });
    return bytes;
  }
  const { classes, probabilities } = decisions;
  const sheet = colourOf('--sheet');
  for (let index = 0; index < count; index += 1) {
    const winner = predictedClass(decisions, index);
    const sure = probabilities[index * classes + winner] as number;
    // From even odds, where only the ground shows, to certainty.
    const strength = (1 - ground) * Math.max(0.15, (sure - 1 / classes) / (1 - 1 / classes));
    const tone = colourOf(classToken(winner));
    put(
      index,
      sheet.map((part, channel) => part + strength * ((tone[channel] as number) - part)) as unknown as Colour,
    );
  }
  return bytes;
}
