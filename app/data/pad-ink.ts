/** A drawing pad has this many dots to each point of the picture it makes, across and down. */
export const dotsPerPoint = 4;

/** Dots from the middle of the pen that it inks: strokes two points wide, as those of the samples. */
const penRadius = 3;

export interface Pad {
  /** In dots. */
  readonly width: number;
  readonly height: number;
  /** Row by row; 1 is inked. */
  readonly dots: Uint8Array;
}

export const emptyPad = (pointsAcross: number, pointsDown: number): Pad => {
  const [width, height] = [pointsAcross * dotsPerPoint, pointsDown * dotsPerPoint];
  return { width, height, dots: new Uint8Array(width * height) };
};

export interface Dot {
  readonly x: number;
  readonly y: number;
}

/** The pad after a straight stroke of the pen. */
export function stroke(pad: Pad, from: Dot, to: Dot): Pad {
  const dots = pad.dots.slice();
  const steps = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y)));
  for (let step = 0; step <= steps; step += 1) {
    const x = from.x + ((to.x - from.x) * step) / steps;
    const y = from.y + ((to.y - from.y) * step) / steps;
    for (let row = Math.ceil(y - penRadius); row <= y + penRadius; row += 1) {
      for (let column = Math.ceil(x - penRadius); column <= x + penRadius; column += 1) {
        const isInside = row >= 0 && row < pad.height && column >= 0 && column < pad.width;
        if (isInside && Math.hypot(row - y, column - x) <= penRadius) dots[row * pad.width + column] = 1;
      }
    }
  }
  return { ...pad, dots };
}

/**
 * The points that the dots come to: how many of each square are inked, as the UCI digits were made of bitmaps of 32×32,
 * scaled so that a full square is `largest`.
 */
export function pointsOf({ width, height, dots }: Pad, largest: number): readonly number[] {
  const across = width / dotsPerPoint;
  const points = new Array<number>((across * height) / dotsPerPoint).fill(0);
  dots.forEach((ink, at) => {
    const [row, column] = [Math.floor(at / width), at % width];
    const point = Math.floor(row / dotsPerPoint) * across + Math.floor(column / dotsPerPoint);
    points[point] = (points[point] as number) + (ink * largest) / dotsPerPoint ** 2;
  });
  return points;
}
