import { z } from 'zod/mini';
import { documentSchema, documentVersion } from './document.ts';

/** The schema of saved graphs as JSON Schema 2020-12, made from the zod schema that checks them. */
export function graphJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...schema } = z.toJSONSchema(documentSchema, { target: 'draft-2020-12' });
  return {
    $schema,
    $id: `urn:nodegrad:schema:graph-v${documentVersion}`,
    title: `Nodegrad graph, version ${documentVersion}`,
    description:
      'A neural network as it is drawn: nodes, the wires between their ports, how it trains and on what data; optionally the weights it starts from.',
    ...schema,
  };
}
