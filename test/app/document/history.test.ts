import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyHistory, record, stepBack, stepForward } from '../../../app/document/history.ts';
import { emptyDocument, type GraphDocument } from '../../../engine/graph/document.ts';
import { addNode, moveNodes, removeNodes, renameDocument } from '../../../engine/graph/edit/edit.ts';

type Change = (document: GraphDocument) => GraphDocument;

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.constantFrom('Linear', 'ReLU', 'Input').map(
    (operator): Change =>
      (document) =>
        addNode(document, operator, { x: 0, y: 0 }).document,
  ),
  fc.nat(5).map(
    (index): Change =>
      (document) =>
        removeNodes(document, [document.nodes[index]?.id ?? '']),
  ),
  fc.tuple(fc.nat(5), fc.integer({ min: -100, max: 100 })).map(
    ([index, x]): Change =>
      (document) =>
        moveNodes(document, new Map([[document.nodes[index]?.id ?? '', { x, y: 0 }]])),
  ),
  fc.string({ minLength: 1, maxLength: 5 }).map(
    (name): Change =>
      (document) =>
        renameDocument(document, name),
  ),
);

describe('history', () => {
  test('undoing every step gives back each document before it, redoing each after it', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
        let document = emptyDocument();
        let history = emptyHistory;
        const seen = [document];
        for (const make of changes) {
          const recorded = record(history, document, make(document), 'edit', undefined);
          if (recorded === undefined) continue;
          ({ document, history } = recorded);
          seen.push(document);
        }
        for (const expected of seen.slice(0, -1).reverse()) {
          const back = stepBack(history, document);
          if (back === undefined) throw new Error('a step is missing');
          ({ document, history } = back);
          expect(document).toEqual(expected);
        }
        expect(stepBack(history, document)).toBeUndefined();
        for (const expected of seen.slice(1)) {
          const forward = stepForward(history, document);
          if (forward === undefined) throw new Error('a step is missing');
          ({ document, history } = forward);
          expect(document).toEqual(expected);
        }
        expect(stepForward(history, document)).toBeUndefined();
      }),
    );
  });
});
