import { describe, expect, test } from 'vitest';
import { checkGraph } from '../../../../../engine/graph/check/check.ts';
import { explainDiagnostic } from '../../../../../engine/graph/check/conflict/explain.ts';
import type { GraphDocument } from '../../../../../engine/graph/document.ts';
import { applyFix } from '../../../../../engine/graph/edit/apply-fix.ts';
import { draw } from '../../drawing.ts';

interface Conflict {
  readonly lines: readonly string[];
  readonly reasons: readonly string[];
  /** Labels that must be among the fixes. */
  readonly fixes: readonly string[];
}

const conflicts: readonly Conflict[] = [
  {
    lines: ['x:Input -> fc1:Linear -> act1:ReLU -> fc2:Linear{in_features:16}'],
    reasons: [
      'act1 sends N×8; 8 comes from out_features of fc1, through act1.',
      'in_features of fc2 is set to 16.',
    ],
    fixes: [
      'Set in_features to 8',
      'Let in_features follow what arrives',
      'Set out_features of fc1 to 16',
      'Insert Linear to 16 after act1',
    ],
  },
  {
    lines: ['x:Input -> fc1:Linear{out_features:6} -> a:Add; x -> fc2:Linear{out_features:4} -> a'],
    reasons: [
      'fc1 sends N×6; 6 comes from out_features of fc1.',
      'fc2 sends N×4; 4 comes from out_features of fc2.',
    ],
    fixes: ['Set out_features of fc1 to 4', 'Set out_features of fc2 to 6', 'Insert Linear to 4 after fc1'],
  },
  {
    lines: [
      'x:Input -> fc1:Linear{out_features:2} -> loss:CrossEntropyLoss; y:Target{classes:5} -> loss.target',
    ],
    reasons: [
      'fc1 sends N×2; 2 comes from out_features of fc1.',
      'y sends class indices N, 5 classes; the 5 classes come from classes of y.',
    ],
    fixes: ['Set out_features of fc1 to 5', 'Set classes of y to 2', 'Insert Linear to 5 after fc1'],
  },
  {
    lines: ['x:Input -> fc1:Linear{out_features:3} -> loss:MSELoss; y:Target{kind:"real"} -> loss.target'],
    reasons: ['fc1 sends N×3; 3 comes from out_features of fc1.', 'y sends N×1; 1 comes from features of y.'],
    fixes: ['Set out_features of fc1 to 1', 'Set features of y to 3'],
  },
  {
    lines: ['x:Input{shape:[2,3]} -> n:LayerNorm{normalized_shape:[6]}'],
    reasons: [],
    fixes: ['Insert Flatten after x'],
  },
  {
    lines: ['x:Input{shape:[2,3]} -> r:Reshape{shape:[4]}'],
    reasons: ['shape of r is set to 4.'],
    fixes: [],
  },
  {
    lines: ['x:Input{shape:[2,3]} -> f:Flatten -> loss:L1Loss; z:Input{shape:[2,3]} -> loss.target'],
    reasons: [],
    fixes: ['Insert Flatten after z'],
  },
  {
    lines: ['x:Input{shape:[3]} -> m:MatMul; z:Input{shape:[4,5]} -> m.other'],
    reasons: [],
    fixes: [],
  },
  {
    lines: ['x:Input -> loss:CrossEntropyLoss{weight:[1,2]}; y:Target -> loss.target'],
    reasons: ['weight of loss is set to 1×2.'],
    fixes: ['Weigh all classes the same'],
  },
  {
    lines: ['x:Input -> s:Softmax{dim:4}'],
    reasons: ['dim of s is set to 4.'],
    fixes: ['Set dim to −1, the last axis'],
  },
  {
    lines: ['x:Input -> fc1:Linear{out_features:3} -> loss:NLLLoss; y:Target{kind:"one-hot"} -> loss.target'],
    reasons: [],
    fixes: ['Set kind of y to class', 'Remove the wire from y'],
  },
  {
    lines: ['x:Input -> e:Embedding'],
    reasons: [],
    fixes: ['Set kind of x to classes', 'Remove the wire from x'],
  },
  {
    lines: ['x:Input{shape:[2,3]} -> f:Flatten -> fc1:Linear{in_features:12}'],
    reasons: ['f sends N×6; 6 comes from shape of x, through f.', 'in_features of fc1 is set to 12.'],
    fixes: ['Set in_features to 6', 'Set shape of x to 4×3', 'Set shape of x to 2×6'],
  },
  {
    lines: ['x:Input -> c:Concat; x -> fc0:Linear{out_features:3} -> c; c -> fc1:Linear{in_features:9}'],
    reasons: [
      'c sends N×7; 7 comes from out_features of fc0, through c and shape of x, through c.',
      'in_features of fc1 is set to 9.',
    ],
    fixes: ['Set in_features to 7', 'Set out_features of fc0 to 5'],
  },
];

const errorsAt = (document: GraphDocument) =>
  checkGraph(document).diagnostics.filter(({ severity }) => severity === 'error');

describe.each(conflicts)('$lines.0', ({ lines, reasons, fixes }) => {
  const document = draw(...lines);
  const checked = checkGraph(document);
  const [fault] = errorsAt(document);
  if (fault === undefined) throw new Error('there is no conflict');
  const explained = explainDiagnostic(
    checked,
    checked.diagnostics.find(({ severity }) => severity === 'error') ?? fault,
  );

  test('says who forced each size', () => {
    for (const reason of reasons) expect(explained.reasons).toContain(reason);
    for (const reason of explained.reasons) expect(reason).toMatch(/^\S+ (sends|of) .*\.$/);
  });

  test('offers fixes, among them those expected', () => {
    const labels = explained.fixes.map(({ label }) => label);
    for (const fix of fixes) expect(labels).toContain(fix);
    expect(new Set(labels).size).toBe(labels.length);
  });

  test('each fix solves it', () => {
    for (const fix of explained.fixes) {
      const after = errorsAt(applyFix(document, fix));
      expect(after.map(({ title }) => `${fix.label}: ${title}`)).toEqual([]);
    }
  });
});

test('a fix that would break another node is not offered', () => {
  // fc1 also feeds fc3, which says that it takes 8.
  const document = draw(
    'x:Input -> fc1:Linear -> fc2:Linear{in_features:16}; fc1 -> fc3:Linear{in_features:8}',
  );
  const checked = checkGraph(document);
  const labels = explainDiagnostic(
    checked,
    checked.diagnostics[0] as (typeof checked.diagnostics)[number],
  ).fixes.map(({ label }) => label);
  expect(labels).toContain('Set in_features to 8');
  expect(labels).not.toContain('Set out_features of fc1 to 16');
});

test('what is no conflict is left as it is', () => {
  const checked = checkGraph(draw('x:Input -> fc1:Linear -> act:Relu'));
  for (const diagnostic of checked.diagnostics) {
    expect(explainDiagnostic(checked, diagnostic)).toEqual({ ...diagnostic, reasons: [] });
  }
});
