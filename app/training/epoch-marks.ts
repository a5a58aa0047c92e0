/** Most marks of epochs; closer ones could not be told apart. */
const mostMarks = 50;

/** Steps at which marked epochs end: every one, or every second, fifth, tenth where there are many. */
export function epochMarks(first: number, end: number, stepsPerEpoch: number): readonly number[] {
  const epochs = (end - first) / stepsPerEpoch;
  if (!(epochs > 0)) return [];
  const power = 10 ** Math.max(0, Math.ceil(Math.log10(epochs / mostMarks)) - 1);
  const every = [1, 2, 5, 10].map((factor) => factor * power).find((gap) => epochs / gap <= mostMarks) ?? 1;
  const gap = every * stepsPerEpoch;
  const from = Math.ceil(first / gap);
  return Array.from({ length: Math.floor(end / gap) - from + 1 }, (_, index) => (from + index) * gap);
}
