export interface WireEnds {
  readonly sourceX: number;
  readonly sourceY: number;
  readonly targetX: number;
  readonly targetY: number;
}

/** Straight when level, otherwise a cubic that leaves and arrives level. An SVG path in pixels. */
export function wirePath({ sourceX, sourceY, targetX, targetY }: WireEnds): string {
  if (Math.abs(sourceY - targetY) < 1 && targetX >= sourceX) return `M${sourceX} ${sourceY}H${targetX}`;
  const ahead = targetX - sourceX;
  const reach = ahead >= 0 ? Math.max(ahead / 2, 28) : Math.min(160, 60 - ahead / 4);
  return `M${sourceX} ${sourceY}C${sourceX + reach} ${sourceY} ${targetX - reach} ${targetY} ${targetX} ${targetY}`;
}

/** The point half way along, where labels go; the curve is symmetric about it. */
export const wireMiddle = ({ sourceX, sourceY, targetX, targetY }: WireEnds) => ({
  x: (sourceX + targetX) / 2,
  y: (sourceY + targetY) / 2,
});
