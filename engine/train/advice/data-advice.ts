import type { DataPart, PreparedData } from '../../data/prepare.ts';
import type { CheckedGraph, CheckedNode } from '../../graph/check/checked-graph.ts';
import { type Diagnostic, diagnostic } from '../../graph/check/diagnostic.ts';
import { displayName } from '../../graph/display-name.ts';
import { scaledFeature } from './bounds.ts';
import { short } from './run-rule.ts';

interface FeatureSize {
  readonly name: string;
  readonly mean: number;
  /** Standard deviation over the rows. */
  readonly spread: number;
  /** Root mean square. */
  readonly size: number;
}

function featureSizes({ x, rows }: DataPart, names: readonly string[]): readonly FeatureSize[] {
  return names.map((name, column) => {
    let [sum, squares] = [0, 0];
    for (let row = 0; row < rows; row += 1) {
      const value = x[row * names.length + column] as number;
      sum += value;
      squares += value * value;
    }
    const mean = sum / rows;
    return {
      name,
      mean,
      spread: Math.sqrt(Math.max(0, squares / rows - mean * mean)),
      size: Math.sqrt(squares / rows),
    };
  });
}

function unscaledInputs(graph: CheckedGraph, data: PreparedData): readonly Diagnostic[] {
  const isFed = ({ operator, outputs }: CheckedNode): boolean =>
    operator.feed === 'features' && [...outputs.values()].every(({ carries }) => carries === 'numbers');
  const input = [...graph.nodes.values()].find(isFed);
  if (input === undefined || data.train.rows < 2 || graph.parameterCount.trainable === 0n) return [];
  const sizes = featureSizes(data.train, data.dataset.features);
  const largest = sizes.reduce((most, each) => (each.size > most.size ? each : most));
  const spreads = sizes.filter(({ spread }) => spread > 0).toSorted((a, b) => a.spread - b.spread);
  const [narrow, wide] = [spreads[0], spreads.at(-1)];
  const differ =
    narrow !== undefined && wide !== undefined && wide.spread > scaledFeature.ratio * narrow.spread;
  if (largest.size <= scaledFeature.size && !differ) return [];
  const around = ({ name, mean, spread }: FeatureSize): string => `${name} ${short(mean)} ± ${short(spread)}`;
  return [
    diagnostic('unscaled-inputs', {
      node: input.node.id,
      title: `The features of ${displayName(input.node)} are not scaled`,
      message: `Expected features around 0 of about the same size; found ${differ ? `${around(narrow)} and ${around(wide)}` : around(largest)}.`,
      fixes: [{ kind: 'set-data', data: { scaler: 'standard' }, label: 'Standardise the features' }],
    }),
  ];
}

/** Targets that say they have more classes than the data set. */
function spareClasses(graph: CheckedGraph, { classes }: PreparedData): readonly Diagnostic[] {
  if (classes === undefined) return [];
  return [...graph.nodes.values()].flatMap((checked): readonly Diagnostic[] => {
    const { node, operator, attributes } = checked;
    const said = attributes['classes'];
    if (operator.feed !== 'target' || attributes['kind'] === 'real') return [];
    if (typeof said !== 'number' || said <= classes) return [];
    return [
      diagnostic('spare-classes', {
        node: node.id,
        attribute: 'classes',
        title: `${displayName(node)} has ${said} classes, the data ${classes}`,
        message: `Expected as many classes as the data set has, ${classes}; found ${said}.`,
        fixes: [
          {
            kind: 'set-attribute',
            node: node.id,
            attribute: 'classes',
            value: classes,
            label: `Set classes to ${classes}`,
          },
        ],
      }),
    ];
  });
}

/** What the prepared data says about the graph that is to learn from it. */
export const adviseOnData = (graph: CheckedGraph, data: PreparedData): readonly Diagnostic[] => [
  ...unscaledInputs(graph, data),
  ...spareClasses(graph, data),
];
