import { describe, expect, test } from 'vitest';
import { layerWidths } from '../../../app/start/network-sketch.tsx';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import { templates } from '../../../engine/graph/templates/catalogue.ts';

describe('the sketch of a network', () => {
  test.each(templates.map((template) => [template.title, template] as const))(
    'has a column per layer of %s, as its facts say',
    (_, { document, facts }) => {
      expect(layerWidths(checkGraph(document)).join('-')).toBe(facts[0]);
    },
  );
});
