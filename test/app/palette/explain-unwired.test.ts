import { expect, test } from 'vitest';
import { hintStore } from '../../../app/canvas/sheet-hint.tsx';
import { startWith } from '../../../app/document/store.ts';
import { explainUnwired } from '../../../app/palette/explain-unwired.ts';
import { draw } from '../../engine/graph/drawing.ts';

test('a node that was put beside another one and not wired says which port refuses what', () => {
  startWith(draw('x:Input{shape:[4]}; e:Embedding'));
  explainUnwired('x', 'e');
  expect(hintStore.getState().hint).toBe('x is not wired to e: e.input needs class indices.');
  startWith(draw('x:Input{shape:[4]} -> l:MSELoss; y:Target'));
  explainUnwired('l', 'y');
  expect(hintStore.getState().hint).toMatch(/^y is not wired to l: l.target needs /);
});
