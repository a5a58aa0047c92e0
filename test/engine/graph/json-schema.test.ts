import { expect, test } from 'vitest';
import { documentSchema, documentVersion, nodeSchema } from '../../../engine/graph/document.ts';
import { graphJsonSchema } from '../../../engine/graph/json-schema.ts';

test('the published schema names itself and describes the document', () => {
  const schema = graphJsonSchema();
  expect(schema).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:nodegrad:schema:graph-v${documentVersion}`,
    type: 'object',
    additionalProperties: false,
    properties: { format: { const: 'nodegrad' }, version: { const: documentVersion } },
  });
  expect(Object.keys(schema['properties'] as object)).toEqual(Object.keys(documentSchema.shape));
  expect(schema['required']).toEqual(
    Object.keys(documentSchema.shape).filter(
      (key) => !['annotations', 'weights', 'blocks', 'runs'].includes(key),
    ),
  );
  const nodes = (schema['properties'] as Record<string, { items: { properties: object } }>)['nodes'];
  expect(Object.keys(nodes?.items.properties ?? {})).toEqual(Object.keys(nodeSchema.shape));
});

test('is plain JSON', () => {
  expect(JSON.parse(JSON.stringify(graphJsonSchema()))).toEqual(graphJsonSchema());
});
