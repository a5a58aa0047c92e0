import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDocument, withoutWeights, writeDocument } from '../../../engine/formats/json.ts';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import type { Diagnostic } from '../../../engine/graph/check/diagnostic.ts';
import {
  emptyDocument,
  type GraphDocument,
  type OwnTable,
  ownDataset,
} from '../../../engine/graph/document.ts';
import { setWeights } from '../../../engine/graph/edit/edit.ts';
import { templates } from '../../../engine/graph/templates/catalogue.ts';
import { encodeTensor } from '../../../engine/graph/weights.ts';
import { draw, irisGraph } from '../graph/drawing.ts';

const iris = irisGraph();
type Raw = Record<string, unknown>;
const raw = (): Raw => JSON.parse(writeDocument(iris));

function faults(text: string): readonly Diagnostic[] {
  const result = readDocument(text);
  return result.ok ? [] : result.diagnostics;
}
/** Faults of the Iris document after a change to it. */
const faultsOf = (change: (document: Raw) => unknown): readonly Diagnostic[] => {
  const document = raw();
  change(document);
  return faults(JSON.stringify(document));
};
const nodeOf = (document: Raw, index: number): Raw => (document['nodes'] as Raw[])[index] as Raw;

describe('writing', () => {
  test('gives a line to each node, wire and setting', () => {
    const document = setWeights(draw('x:Input{shape:[4]} -> fc:Linear{out_features:1}'), 'fc/bias', [1], [1]);
    expect(writeDocument({ ...document, data: { ...document.data, dataset: 'xor' } })).toBe(`{
  "format": "nodegrad",
  "version": 1,
  "name": "drawn",
  "nodes": [
    { "id": "x", "operator": "Input", "attributes": { "shape": [4] }, "position": { "x": 0, "y": 0 } },
    { "id": "fc", "operator": "Linear", "attributes": { "out_features": 1 }, "position": { "x": 160, "y": 0 } }
  ],
  "edges": [
    { "from": ["x", "output"], "to": ["fc", "input"] }
  ],
  "training": {
    "optimizer": { "learningRate": 0.01, "name": "SGD" },
    "batchSize": 1,
    "epochs": 20,
    "shuffle": true,
    "seed": 42
  },
  "data": {
    "dataset": "xor",
    "split": { "randomState": 7, "shuffle": true, "stratify": false, "test": 0.2, "validation": 0.2 },
    "scaler": "standard"
  },
  "weights": {
    "fc/bias": { "shape": [1], "data": "AACAPw==" }
  }
}
`);
  });

  test('does not depend on the order in which members came about', () => {
    const turned = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(turned);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, inner]) => [key, turned(inner)]),
      );
    };
    const document = setWeights(setWeights(iris, 'fc1/bias', [1], [1]), 'act1/bias', [1], [2]);
    expect(writeDocument(turned(document) as GraphDocument)).toBe(writeDocument(document));
  });

  test('leaves weights out where asked to', () => {
    const document = setWeights(iris, 'fc1/bias', [8], new Float32Array(8));
    expect(withoutWeights(document)).toEqual(iris);
  });
});

const word = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,8}$/);
const coordinate = fc.double({ min: -1e7, max: 1e7, noNaN: true });
const attribute = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.string({ maxLength: 20, unit: 'binary' }),
  fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 4 }),
  fc.constant(null),
);
const node = fc.record(
  {
    id: word,
    operator: fc.string({ minLength: 1, maxLength: 20 }),
    name: fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }),
    attributes: fc.dictionary(
      fc.string({ maxLength: 10 }).filter((key) => key !== '__proto__'),
      attribute,
      { maxKeys: 4, noNullPrototype: true },
    ),
    position: fc.record({ x: coordinate, y: coordinate }, { noNullPrototype: true }),
    frozen: fc.boolean(),
  },
  { requiredKeys: ['id', 'operator', 'attributes', 'position'], noNullPrototype: true },
);
const edge = fc.record(
  { from: fc.tuple(word, fc.constant('output')), to: fc.tuple(word, fc.constant('input')) },
  { noNullPrototype: true },
);
const tensor = fc.array(fc.float(), { maxLength: 6 }).map((values) => encodeTensor([values.length], values));
const documents = fc
  .record({
    name: fc.string({ maxLength: 30, unit: 'binary' }),
    nodes: fc.uniqueArray(node, { maxLength: 6, selector: ({ id }) => id }),
    edges: fc.array(edge, { maxLength: 6 }),
    weights: fc.option(fc.dictionary(word, tensor, { maxKeys: 3, noNullPrototype: true })),
  })
  .map(({ weights, ...more }): GraphDocument => {
    const document = { ...emptyDocument(), ...more } as GraphDocument;
    return weights === null ? document : { ...document, weights };
  });

describe('a table of one’s own', () => {
  const table: OwnTable = {
    name: 't.csv',
    columns: [
      { name: 'a', kind: 'number', use: 'feature' },
      { name: 'b', kind: 'category', use: 'target', classNames: { x: 'yes' } },
    ],
    missing: 'mean',
    rows: [
      [1.5, 'x'],
      [null, 'y, "z"'],
    ],
  };
  const document: GraphDocument = { ...iris, data: { ...iris.data, dataset: ownDataset, table } };

  test('has a line per row and column, and reads back', () => {
    const text = writeDocument(document);
    expect(text).toContain(`    "table": {
      "name": "t.csv",
      "columns": [
        { "name": "a", "kind": "number", "use": "feature" },
        { "name": "b", "kind": "category", "use": "target", "classNames": { "x": "yes" } }
      ],
      "missing": "mean",
      "rows": [
        [1.5, "x"],
        [null, "y, \\"z\\""]
      ]
    },
`);
    expect(readDocument(text)).toMatchObject({ ok: true, document });
  });

  test('is refused where it has more cells than a document may hold', () => {
    const rows = Array.from({ length: 401 }, () => Array.from({ length: 1_000 }, () => 1));
    const text = writeDocument({ ...document, data: { ...document.data, table: { ...table, rows } } });
    expect(faults(text)[0]?.title).toBe('data.table.rows is not as expected');
    expect(faults(text)[0]?.message).toContain('a table of at most 400000 cells');
  });
});

describe('reading back', () => {
  test('any document gives the same document, and the same text', () => {
    fc.assert(
      fc.property(documents, (document) => {
        fc.pre(!Object.hasOwn(document.weights ?? {}, '__proto__'));
        const text = writeDocument(document);
        const result = readDocument(text);
        expect(result).toEqual({ ok: true, document, diagnostics: [] });
        if (result.ok) expect(writeDocument(result.document)).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  test.each(templates.map(({ id, document }) => [id, document] as const))('template %s', (_, document) => {
    expect(readDocument(writeDocument(document))).toEqual({ ok: true, document, diagnostics: [] });
  });

  test('odd ids keep their nodes', () => {
    const document = draw('__proto__:Input -> constructor:Linear -> toString:ReLU');
    const result = readDocument(writeDocument(document));
    expect(result).toEqual({ ok: true, document, diagnostics: [] });
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});

describe('a file that is not a document says what was expected and found', () => {
  test.each([
    ['null', 'Expected an object; found null.'],
    ['[]', 'Expected an object; found a list.'],
    ['3', 'Expected an object; found 3.'],
    ['"x"', 'Expected an object; found "x".'],
    ['{}', 'Expected "format": "nodegrad"; found no format.'],
    ['{"format":"onnx"}', 'Expected "format": "nodegrad"; found "onnx".'],
    ['{"format":"nodegrad"}', 'Expected a version from 1 to 1; found undefined.'],
    ['{"format":"nodegrad","version":0}', 'Expected a version from 1 to 1; found 0.'],
    ['{"format":"nodegrad","version":"1"}', 'Expected a version from 1 to 1; found "1".'],
    ['{"format":"nodegrad","version":1.5}', 'Expected a version from 1 to 1; found 1.5.'],
  ])('%s', (text, message) => {
    expect(faults(text)).toMatchObject([{ kind: 'not-a-document', severity: 'error', message }]);
  });

  test('a file from a newer version', () => {
    expect(faults('{"format":"nodegrad","version":2,"anything":1}')).toMatchObject([
      { kind: 'newer-version', code: 'E501' },
    ]);
  });

  const cases: readonly (readonly [string, (document: Raw) => unknown, string, string])[] = [
    [
      'a missing member',
      (document) => Reflect.deleteProperty(document, 'nodes'),
      'nodes is not as expected',
      'Expected a list; found nothing at all.',
    ],
    [
      'a member that is not known',
      (document) => Object.assign(nodeOf(document, 1), { colour: 'red' }),
      'nodes[1] is not as expected',
      'Expected only members that a document has; found colour.',
    ],
    [
      'a position of text',
      (document) => Object.assign(nodeOf(document, 2), { position: { x: '1', y: 0 } }),
      'nodes[2].position.x is not as expected',
      'Expected a number; found the text "1".',
    ],
    [
      'a position beyond the canvas',
      (document) => Object.assign(nodeOf(document, 0), { position: { x: 1e308, y: 0 } }),
      'nodes[0].position.x is not as expected',
      'Expected at most 10000000; found 1e+308.',
    ],
    [
      'an attribute that is an object',
      (document) => Object.assign(nodeOf(document, 1), { attributes: { out_features: {} } }),
      'nodes[1].attributes.out_features is not as expected',
      'Expected a number or true or false or a text or a list or null; found an object.',
    ],
    [
      'an id with markup',
      (document) => Object.assign(nodeOf(document, 1), { id: '<img src=x onerror=alert(1)>' }),
      'nodes[1].id is not as expected',
      'Expected letters, digits, _ . : -; found the text "<img src=x onerror=alert(1)>".',
    ],
    [
      'a long id',
      (document) => Object.assign(nodeOf(document, 1), { id: 'a'.repeat(200_000) }),
      'nodes[1].id is not as expected',
      'Expected at most 100 characters; found 200000.',
    ],
    [
      'no samples per batch',
      (document) => Object.assign(document['training'] as Raw, { batchSize: 0 }),
      'training.batchSize is not as expected',
      'Expected at least 1; found 0.',
    ],
    [
      'a scaler that is not known',
      (document) => Object.assign(document['data'] as Raw, { scaler: 'robust' }),
      'data.scaler is not as expected',
      'Expected "none" or "standard" or "minmax"; found the text "robust".',
    ],
  ];
  test.each(cases)('%s', (_, change, title, message) => {
    expect(faultsOf(change)).toMatchObject([{ kind: 'not-a-document', title, message }]);
  });

  test('an edge of one end, an id of nothing', () => {
    expect(
      faultsOf((document) => Object.assign(document, { edges: [{ from: ['x'], to: ['y', 'input'] }] })),
    ).toMatchObject([{ title: 'edges[0].from is not as expected' }]);
    expect(faultsOf((document) => Object.assign(nodeOf(document, 0), { id: '' }))[0]?.title).toBe(
      'nodes[0].id is not as expected',
    );
  });

  test('two nodes with one id', () => {
    expect(faultsOf((document) => Object.assign(nodeOf(document, 1), { id: 'x' }))).toMatchObject([
      { kind: 'duplicate-id', node: 'x', message: 'Expected an id for each; found x more than once.' },
    ]);
  });

  test('many faults are counted, not all listed', () => {
    const found = faultsOf((document) =>
      Object.assign(document, { edges: Array.from({ length: 1000 }, () => 0) }),
    );
    expect(found).toHaveLength(21);
    expect(found.at(-1)?.message).toContain('1000 places');
  });

  test('many unknown members are counted, not all named', () => {
    const [fault] = faultsOf((document) => {
      for (let index = 0; index < 200_000; index += 1) document[`k${index}`] = index;
    });
    expect(fault?.message).toBe(
      'Expected only members that a document has; found k0, k1, k2, k3, k4 and 199995 more.',
    );
  });
});

describe('hostile files', () => {
  const folder = fileURLToPath(new URL('../../oracle/hostile/', import.meta.url));
  const manifest: { readonly cases: readonly { readonly file: string; readonly why: string }[] } = JSON.parse(
    readFileSync(`${folder}manifest.json`, 'utf8'),
  );
  const clean = (text: string): void => {
    const result = readDocument(text);
    expect(result.ok).toBe(false);
    for (const { title, message, severity } of result.diagnostics) {
      expect(severity).toBe('error');
      expect(title.length).toBeGreaterThan(0);
      expect(title.length + message.length).toBeLessThan(600);
      expect(message).toMatch(/^Expected /);
    }
    expect(result.diagnostics.length).toBeGreaterThan(0);
  };

  test.each(manifest.cases.map(({ file, why }) => [file, why] as const))(
    '%s (%s) is refused clearly',
    (file) => {
      clean(readFileSync(folder + file, 'utf8'));
    },
  );

  test.each([
    ['200,000 brackets', () => '['.repeat(200_000)],
    [
      '200,000 members',
      () => JSON.stringify(Object.fromEntries(Array.from({ length: 200_000 }, (_, i) => [`k${i}`, i]))),
    ],
    ['an id of 200,000 letters', () => `{"nodes":[{"id":"${'a'.repeat(200_000)}"}]}`],
    ['a field of a million letters', () => `{"nodes":[],"notes":"${'x'.repeat(1_000_000)}"}`],
  ])('%s', (_, make) => {
    clean(make());
  });

  test('a chain of 20,000 nodes loads and checks', () => {
    const chain = draw(
      `x:Input -> ${Array.from({ length: 20_000 }, (_, index) => `n${index}:ReLU`).join(' -> ')}`,
    );
    const text = writeDocument(chain);
    const result = readDocument(text);
    expect(result.ok && checkGraph(result.document).nodes.size).toBe(20_001);
  });

  test('no text makes it throw, not even a damaged document', () => {
    const text = writeDocument(setWeights(iris, 'fc1/bias', [8], new Float32Array(8)));
    const damage = fc.tuple(fc.nat(text.length), fc.nat(40), fc.string({ maxLength: 12 }));
    fc.assert(
      fc.property(damage, ([at, length, put]) => {
        const result = readDocument(text.slice(0, at) + put + text.slice(at + length));
        if (result.ok) expect(() => checkGraph(result.document)).not.toThrow();
        else expect(result.diagnostics.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  test('no value in any place makes it throw', () => {
    const values = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom<unknown>(-0, 1e308, 2 ** 53, '__proto__', '\uD800'),
    );
    const places = fc.constantFrom(
      'name',
      'nodes',
      'edges',
      'training',
      'data',
      'weights',
      'version',
      'format',
    );
    fc.assert(
      fc.property(places, fc.nat(5), values, (place, index, value) => {
        const document = raw();
        const list = document[place];
        if (Array.isArray(list)) list[index % list.length] = value;
        else document[place] = value;
        const result = readDocument(JSON.stringify(document));
        if (result.ok) expect(() => checkGraph(result.document)).not.toThrow();
        else expect(result.diagnostics.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});
