import { describe, expect, test } from 'vitest';
import { adviceRules } from '../../../../../engine/graph/check/advice/advice.ts';
import { checkGraph } from '../../../../../engine/graph/check/check.ts';
import {
  type Diagnostic,
  type DiagnosticKind,
  isBlocking,
} from '../../../../../engine/graph/check/diagnostic.ts';
import { diagnosticReasons } from '../../../../../engine/graph/check/diagnostic-reasons.ts';
import type { GraphDocument } from '../../../../../engine/graph/document.ts';
import { applyFix } from '../../../../../engine/graph/edit/apply-fix.ts';
import { setFrozen } from '../../../../../engine/graph/edit/edit.ts';
import { findOperator } from '../../../../../engine/operators/catalogue.ts';
import { draw } from '../../drawing.ts';

interface Sample {
  readonly title: string;
  readonly document: GraphDocument;
}

interface Trip extends Sample {
  /** The labels of the fixes, in order. */
  readonly fixes: readonly string[];
}

const trips = (title: string, fixes: readonly string[], ...lines: readonly string[]): Trip => ({
  title,
  fixes,
  document: draw(...lines),
});

const passes = (title: string, ...lines: readonly string[]): Sample => ({ title, document: draw(...lines) });

const classes = 'y:Target -> loss.target';
const binary = 'y:Target{kind:"real"} -> loss.target';
const scores = 'x:Input -> fc1:Linear{out_features:3}';
const score = 'x:Input -> fc1:Linear{out_features:1}';

const frozen = (document: GraphDocument, ...ids: readonly string[]): GraphDocument =>
  ids.reduce((all, id) => setFrozen(all, id, true), document);

const samples: Readonly<
  Partial<Record<DiagnosticKind, { readonly trips: readonly Trip[]; readonly passes: readonly Sample[] }>>
> = {
  'squashed-logits': {
    trips: [
      trips(
        'Softmax before CrossEntropyLoss',
        ['Remove p'],
        `${scores} -> p:Softmax -> loss:CrossEntropyLoss`,
        classes,
      ),
      trips(
        'with Dropout and Flatten between',
        ['Remove p'],
        `${scores} -> p:Softmax -> d:Dropout -> f:Flatten -> loss:CrossEntropyLoss`,
        classes,
      ),
      trips(
        'Softmin before MultiMarginLoss',
        ['Remove p'],
        `${scores} -> p:Softmin -> loss:MultiMarginLoss`,
        classes,
      ),
      trips(
        'Sigmoid before BCEWithLogitsLoss',
        ['Remove p', 'Use BCELoss instead'],
        `${score} -> p:Sigmoid -> loss:BCEWithLogitsLoss`,
        binary,
      ),
      trips(
        'a pos_weight would be lost with the other loss',
        ['Remove p'],
        `${score} -> p:Sigmoid -> loss:BCEWithLogitsLoss{pos_weight:[2]}`,
        binary,
      ),
      trips(
        'probabilities that something else reads stay',
        ['Wire fc1 to it instead'],
        `${scores} -> p:Softmax -> loss:CrossEntropyLoss`,
        classes,
        'p -> other:MSELoss; z:Target{kind:"one-hot"} -> other.target',
      ),
    ],
    passes: [
      passes('logits', `${scores} -> loss:CrossEntropyLoss`, classes),
      passes(
        'Softmax in the middle (attention)',
        `x:Input -> fc0:Linear -> p:Softmax -> fc1:Linear{out_features:3} -> loss:CrossEntropyLoss`,
        classes,
      ),
      passes(
        'Softmax of the target',
        `${scores} -> loss:CrossEntropyLoss; t:Target{kind:"one-hot"} -> p:Softmax -> loss.target`,
      ),
      passes('Sigmoid before MSELoss', `${score} -> p:Sigmoid -> loss:MSELoss`, binary),
      passes(
        'a gate',
        `${scores} -> m:Multiply; x -> g:Linear{out_features:3} -> s:Sigmoid -> m.other; m -> loss:CrossEntropyLoss`,
        classes,
      ),
    ],
  },
  'not-probabilities': {
    trips: [
      trips(
        'Linear before BCELoss',
        ['Insert Sigmoid', 'Use BCEWithLogitsLoss instead'],
        `${score} -> loss:BCELoss`,
        binary,
      ),
      trips(
        'Tanh before BCELoss',
        ['Insert Sigmoid', 'Use BCEWithLogitsLoss instead'],
        `${score} -> t:Tanh -> i:Identity -> loss:BCELoss`,
        binary,
      ),
      trips('LogSigmoid before BCELoss', [], `${score} -> t:LogSigmoid -> loss:BCELoss`, binary),
      trips(
        'bounds beyond 0 to 1',
        ['Insert Sigmoid', 'Use BCEWithLogitsLoss instead'],
        `${score} -> t:Hardtanh -> loss:BCELoss`,
        binary,
      ),
    ],
    passes: [
      passes('Sigmoid', `${score} -> p:Sigmoid -> loss:BCELoss`, binary),
      passes('Hardsigmoid', `${score} -> p:Hardsigmoid -> r:Reshape{shape:[1]} -> loss:BCELoss`, binary),
      passes(
        'Softmax against one-hot rows',
        `${scores} -> p:Softmax -> loss:BCELoss; y:Target{kind:"one-hot"} -> loss.target`,
      ),
      passes('bounds of 0 and 1', `${score} -> t:Hardtanh{min_val:0} -> loss:BCELoss`, binary),
      passes(
        'a mean of two, of which nothing is known',
        `${score} -> p:Sigmoid -> m:Multiply; p -> m.other; m -> loss:BCELoss`,
        binary,
      ),
    ],
  },
  'not-log-probabilities': {
    trips: [
      trips(
        'Linear before NLLLoss',
        ['Insert LogSoftmax', 'Use CrossEntropyLoss instead'],
        `${scores} -> loss:NLLLoss`,
        classes,
      ),
      trips(
        'Softmax before NLLLoss',
        ['Make p a LogSoftmax'],
        `${scores} -> p:Softmax -> loss:NLLLoss`,
        classes,
      ),
      trips(
        'Linear before KLDivLoss',
        ['Insert LogSoftmax'],
        `${scores} -> loss:KLDivLoss; y:Target{kind:"one-hot"} -> loss.target`,
      ),
    ],
    passes: [
      passes('LogSoftmax', `${scores} -> p:LogSoftmax -> loss:NLLLoss`, classes),
      passes('LogSoftmax and Flatten', `${scores} -> p:LogSoftmax -> f:Flatten -> loss:NLLLoss`, classes),
    ],
  },
  'cut-off': {
    trips: [
      trips(
        'a layer before Detach',
        ['Remove d', 'Freeze fc1: it is meant so'],
        'x:Input -> fc1:Linear -> act:ReLU -> d:Detach -> fc2:Linear{out_features:3} -> loss:CrossEntropyLoss',
        classes,
      ),
    ],
    passes: [
      passes(
        'another way around',
        'x:Input -> fc1:Linear -> d:Detach -> a:Add; fc1 -> act:ReLU -> a; a -> fc2:Linear{out_features:3} -> loss:CrossEntropyLoss',
        classes,
      ),
      {
        title: 'a frozen layer',
        document: frozen(
          draw(
            'x:Input -> fc1:Linear -> act:ReLU -> d:Detach -> fc2:Linear{out_features:3} -> loss:CrossEntropyLoss',
            classes,
          ),
          'fc1',
        ),
      },
    ],
  },
  'nothing-to-learn': {
    trips: [
      {
        title: 'every layer frozen',
        fixes: ['Let fc1 learn'],
        document: frozen(draw(`${scores} -> loss:CrossEntropyLoss`, classes), 'fc1'),
      },
      trips('no layer', [], 'x:Input{shape:[3]} -> loss:CrossEntropyLoss', classes),
    ],
    passes: [
      {
        title: 'one of two frozen',
        document: frozen(
          draw(
            'x:Input -> fc1:Linear -> act:ReLU -> fc2:Linear{out_features:3} -> loss:CrossEntropyLoss',
            classes,
          ),
          'fc1',
        ),
      },
      passes('no loss yet', 'x:Input{shape:[3]} -> act:ReLU'),
    ],
  },
  'weightless-loss': {
    trips: [
      trips(
        '0',
        ['Set total_weight to 1'],
        `${scores} -> loss:CrossEntropyLoss; y:Target -> loss.target; fc1 -> more:MSELoss{total_weight:0}; z:Target{kind:"one-hot"} -> more.target`,
      ),
      trips(
        'below 0',
        ['Set total_weight to 0.5'],
        `${scores} -> loss:CrossEntropyLoss{total_weight:-0.5}`,
        classes,
      ),
    ],
    passes: [passes('a small share', `${scores} -> loss:CrossEntropyLoss{total_weight:0.001}`, classes)],
  },
  'single-class': {
    trips: [
      trips('a number as the target', ['Use MSELoss instead'], `${score} -> loss:CrossEntropyLoss`, binary),
    ],
    passes: [
      passes('three scores', `${scores} -> loss:CrossEntropyLoss`, classes),
      passes('one score for two classes', `${score} -> loss:BCEWithLogitsLoss`, binary),
    ],
  },
  'stacked-linear': {
    trips: [
      trips(
        'two in a row',
        ['Insert ReLU', 'Remove fc0'],
        'x:Input -> fc0:Linear -> fc1:Linear{out_features:3} -> loss:CrossEntropyLoss',
        classes,
      ),
      trips(
        'with Identity between',
        ['Insert ReLU', 'Remove fc0'],
        'x:Input -> fc0:Linear -> i:Identity -> fc1:Linear{out_features:3} -> loss:CrossEntropyLoss',
        classes,
      ),
    ],
    passes: [
      passes(
        'an activation between',
        'x:Input -> fc0:Linear -> a:Tanh -> fc1:Linear{out_features:3} -> loss:CrossEntropyLoss',
        classes,
      ),
      passes(
        'a bottleneck: a matrix of rank 2',
        'x:Input -> fc0:Linear{out_features:2} -> fc1:Linear{out_features:3} -> loss:CrossEntropyLoss',
        classes,
      ),
      passes(
        'what lies between is read elsewhere',
        'x:Input -> fc0:Linear{out_features:4} -> fc1:Linear{out_features:4} -> a:Add; fc0 -> a; a -> loss:MSELoss; y:Target{kind:"real",features:4} -> loss.target',
      ),
      passes(
        'rows laid out between',
        'x:Input{shape:[2,3]} -> fc0:Linear -> f:Flatten -> fc1:Linear{out_features:3} -> loss:CrossEntropyLoss',
        classes,
      ),
      passes(
        'a norm between',
        'x:Input -> fc0:Linear -> n:LayerNorm -> fc1:Linear{out_features:3} -> loss:CrossEntropyLoss',
        classes,
      ),
    ],
  },
  'clipped-logits': {
    trips: [
      trips(
        'ReLU before the loss',
        ['Remove act'],
        `${scores} -> act:ReLU -> loss:CrossEntropyLoss`,
        classes,
      ),
    ],
    passes: [
      passes(
        'ReLU further before',
        'x:Input -> fc0:Linear -> act:ReLU -> fc1:Linear{out_features:3} -> loss:CrossEntropyLoss',
        classes,
      ),
      passes('ReLU before MSELoss', `${score} -> act:ReLU -> loss:MSELoss`, binary),
    ],
  },
  'spare-outputs': {
    trips: [
      trips(
        '10 scores for 3 classes',
        ['Set out_features of fc1 to 3'],
        'x:Input -> fc1:Linear{out_features:10} -> i:Identity -> loss:CrossEntropyLoss',
        classes,
      ),
      trips(
        'of which two layers decide',
        [],
        'x:Input -> c:Concat; x -> fc1:Linear{out_features:2} -> c; c -> loss:CrossEntropyLoss',
        classes,
      ),
    ],
    passes: [
      passes('as many', `${scores} -> loss:CrossEntropyLoss`, classes),
      passes(
        'probabilities as the target',
        'x:Input -> fc1:Linear{out_features:10} -> loss:CrossEntropyLoss; y:Target{kind:"one-hot",classes:10} -> loss.target',
      ),
    ],
  },
  'repeated-softmax': {
    trips: [
      trips(
        'LogSoftmax before CrossEntropyLoss',
        ['Remove p', 'Use NLLLoss instead'],
        `${scores} -> p:LogSoftmax -> loss:CrossEntropyLoss`,
        classes,
      ),
    ],
    passes: [passes('LogSoftmax before NLLLoss', `${scores} -> p:LogSoftmax -> loss:NLLLoss`, classes)],
  },
};

const found = (document: GraphDocument, kind: DiagnosticKind): readonly Diagnostic[] =>
  checkGraph(document).diagnostics.filter((diagnostic) => diagnostic.kind === kind);

/** What is worse than advice; the graph may have other advice once a fix is applied. */
const alarms = (document: GraphDocument): readonly string[] =>
  checkGraph(document)
    .diagnostics.filter((each) => isBlocking(each))
    .map(({ title }) => title);

describe.each(adviceRules.map(({ kind }) => [kind] as const))('%s', (kind) => {
  const { trips: tripping = [], passes: passing = [] } = samples[kind] ?? {};

  test('has samples and near misses, and says what it means and why', () => {
    expect(tripping.length).toBeGreaterThan(0);
    expect(passing.length).toBeGreaterThan(0);
    expect(diagnosticReasons[kind].means).toMatch(/\.$/);
    expect(diagnosticReasons[kind].why).toMatch(/\.$/);
  });

  test.each(tripping)('is said of: $title', ({ document, fixes }) => {
    const [diagnostic, ...others] = found(document, kind);
    expect(others).toEqual([]);
    expect(diagnostic?.severity).toMatch(/warning|advice/);
    expect(diagnostic?.message).toMatch(/^Expected .*; .*\.$/);
    expect(diagnostic?.fixes.map(({ label }) => label)).toEqual(fixes);
    expect(alarms(document)).toEqual([]);
  });

  test.each(
    tripping.flatMap(({ title, document, fixes }) =>
      fixes.map((fix, index) => ({ title, fix, index, document })),
    ),
  )('$title: $fix makes it go, and nothing else wrong', ({ document, index }) => {
    const fix = found(document, kind)[0]?.fixes[index];
    if (fix === undefined) throw new Error('there is no such fix');
    const mended = applyFix(document, fix);
    expect(found(mended, kind)).toEqual([]);
    expect(alarms(mended)).toEqual([]);
    // The fix does not trade one warning for another.
    const warnings = (each: GraphDocument) =>
      checkGraph(each)
        .diagnostics.filter(({ severity }) => severity === 'warning')
        .map((one) => one.kind);
    expect(warnings(mended).filter((each) => !warnings(document).includes(each))).toEqual([]);
  });

  test.each(passing)('is not said of: $title', ({ document }) => {
    expect(found(document, kind)).toEqual([]);
    expect(alarms(document)).toEqual([]);
  });

  test('waits for a graph without faults there', () => {
    for (const { document } of tripping) {
      const nodes = document.nodes.map((node) => ({
        ...node,
        attributes: { ...node.attributes, nonsense: 1 },
      }));
      expect(found({ ...document, nodes }, kind)).toEqual([]);
    }
  });
});

test('rules are told apart by their kind', () => {
  expect(new Set(adviceRules.map(({ kind }) => kind)).size).toBe(adviceRules.length);
  expect(Object.keys(samples).sort()).toEqual(adviceRules.map(({ kind }) => kind).sort());
});

test('a fix names only operators that there are', () => {
  for (const sample of Object.values(samples).flatMap(({ trips: each }) => each)) {
    for (const { fixes } of checkGraph(sample.document).diagnostics) {
      for (const fix of fixes) {
        if ('operator' in fix) expect(findOperator(fix.operator)).toBeDefined();
      }
    }
  }
});
