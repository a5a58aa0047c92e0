import { subscript, symbol } from '../notation/expression.ts';
import { multiplyDimensions } from '../program/shape.ts';
import { gives, inputPort, only, outputPort, result, symbolAt, typeAt } from './declare/ports.ts';
import { classIndices, sample } from './declare/sample.ts';
import type { Operator } from './operator.ts';

const size = (name: string, usual: number, help: string): Operator['attributes'][number] => ({
  name,
  kind: 'integer',
  default: usual,
  minimum: 1,
  maximum: 1_000_000_000,
  help,
});

/**
 * Row x of a table W of (num_embeddings, embedding_dim) for each class index: (N, …) to (N, …, embedding_dim), as the
 * unit row times W. Starts from N(0, 1); the row padding_idx starts at 0 and gets no gradient.
 */
export const embedding: Operator = {
  name: 'Embedding',
  category: 'layer',
  help: 'A learned vector for each class index.',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.Embedding.html',
  synonyms: ['lookup', 'token', 'word', 'table', 'category'],
  inputs: [{ name: inputPort, help: 'Class indices', accepts: ['classes'] }],
  outputs: [{ name: outputPort, help: 'Their vectors, along a new last axis' }],
  attributes: [
    size('num_embeddings', 10, 'How many classes there are.'),
    size('embedding_dim', 3, 'Size of each vector.'),
    {
      name: 'padding_idx',
      kind: 'integer',
      default: null,
      optional: true,
      minimum: -1_000_000_000,
      maximum: 1_000_000_000,
      help: 'A class that is not learned; negative ones count from the end.',
    },
  ],
  nodeName: 'embedding',
  symbol: 'e',
  isModule: true,
  infer: (context) => {
    const { shape, classes } = typeAt(context, inputPort);
    const { num_embeddings, embedding_dim, padding_idx: padding } = context.attributes;
    const [rows, width] = [num_embeddings as number, embedding_dim as number];
    if (classes !== undefined && classes > rows) {
      return {
        ok: false,
        code: 'shape-mismatch',
        at: inputPort,
        message: `expects class indices below ${rows}, gets ${classes} classes.`,
        fix: { attribute: 'num_embeddings', value: classes, label: `Set num_embeddings to ${classes}` },
      };
    }
    if (typeof padding === 'number' && (padding >= rows || padding < -rows)) {
      return {
        ok: false,
        code: 'bad-attribute',
        at: 'padding_idx',
        message: `padding_idx must lie between ${-rows} and ${rows - 1}; found ${padding}.`,
        fix: { attribute: 'padding_idx', value: null, label: 'Learn all classes' },
      };
    }
    const zeroRow = typeof padding === 'number' ? (padding + rows) % rows : undefined;
    const initial = { kind: 'normal', mean: 0, std: 1, zeroRow } as const;
    return gives(
      [...shape, width],
      [{ name: 'weight', shape: [rows, width], along: [inputPort, outputPort], initial, symbol: 'W' }],
    );
  },
  lower: ({ builder, inputs, parameters }, { num_embeddings, embedding_dim, padding_idx: padding }) => {
    const indices = only(inputs, inputPort);
    const weight = parameters.get('weight');
    if (weight === undefined) throw new Error('Embedding has no weight');
    const shape = builder.shape(indices);
    const [rows, width] = [num_embeddings as number, embedding_dim as number];
    const matrix = builder.oneHot(builder.reshape(indices, [multiplyDimensions(shape) ?? 'N']), rows, 1);
    const isPadding =
      typeof padding === 'number'
        ? builder.reshape(builder.oneHot(builder.constant((padding + rows) % rows), rows, 0), [rows, 1])
        : undefined;
    const table =
      isPadding === undefined ? weight : builder.select(isPadding, builder.stopGradient(weight), weight);
    return result(builder.reshape(builder.matmul(matrix, table), [...shape, width]));
  },
  formula: (context) =>
    subscript(context.parameters.get('weight') ?? symbol('W'), symbolAt(context, inputPort)),
  torch: ({ num_embeddings, embedding_dim, padding_idx }) =>
    `nn.Embedding(${num_embeddings}, ${embedding_dim}${padding_idx === null ? '' : `, padding_idx=${padding_idx}`})`,
  samples: [
    sample({ num_embeddings: 4, embedding_dim: 3 }, { input: classIndices(['N'], 4) }),
    sample({ num_embeddings: 4, embedding_dim: 2 }, { input: classIndices(['N', 2], 4) }),
  ],
};
