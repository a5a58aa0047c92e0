import { formatShape, resolveAxis } from '../program/shape.ts';
import { dimAttribute } from './declare/dim.ts';
import { inputPort, only, symbolAt, typeAt } from './declare/ports.ts';
import { numbers, sample } from './declare/sample.ts';
import type { Attributes, Operator, PortType } from './operator.ts';

const most = 16;

const sectionsOf = ({ sections }: Attributes): readonly number[] => sections as readonly number[];

const partNames = (attributes: Attributes): readonly string[] => {
  const sections = sectionsOf(attributes);
  const count = sections.length > 0 ? sections.length : (attributes['chunks'] as number);
  return Array.from({ length: count }, (_, index) => `part${index + 1}`);
};

const portsOf = (attributes: Attributes): Pick<Operator, 'inputs' | 'outputs'> => ({
  inputs: [{ name: inputPort, help: 'Numbers of any shape', accepts: ['numbers'] }],
  outputs: partNames(attributes).map((name, index) => ({ name, help: `Part ${index + 1} of what comes in` })),
});

/**
 * The size of each part of an axis: `sections` as they stand, else torch.chunk's `chunks` parts of ⌈size/chunks⌉ with
 * the rest in the last; undefined where they do not come to the size.
 */
function partSizes(attributes: Attributes, size: number): readonly number[] | undefined {
  const sections = sectionsOf(attributes);
  if (sections.length > 0) {
    return sections.reduce((sum, part) => sum + part, 0) === size ? sections : undefined;
  }
  const chunks = attributes['chunks'] as number;
  const each = Math.ceil(size / chunks);
  const last = size - each * (chunks - 1);
  return last >= 1 ? Array.from({ length: chunks }, (_, at) => (at < chunks - 1 ? each : last)) : undefined;
}

/** The sections with the last one taking up what is left, where something is left. */
function mendedSections(sections: readonly number[], size: number): readonly number[] {
  const before = sections.slice(0, -1);
  const left = size - before.reduce((sum, part) => sum + part, 0);
  return left >= 1 ? [...before, left] : [];
}

const defaults: Attributes = { chunks: 2, sections: [], dim: 1 };

/** Neighbouring parts of x along one axis, each at a port of its own: torch.chunk, and torch.split by sizes. */
export const split: Operator = {
  name: 'Split',
  category: 'merge',
  help: 'Cuts what comes in into neighbouring parts along one axis, each at an output of its own.',
  source: 'https://pytorch.org/docs/stable/generated/torch.split.html',
  synonyms: ['chunk', 'unbind', 'cut', 'divide', 'parts', 'sections', 'tensor_split'],
  ...portsOf(defaults),
  adapt: portsOf,
  attributes: [
    {
      name: 'chunks',
      kind: 'integer',
      default: 2,
      minimum: 1,
      maximum: most,
      help: 'How many parts of equal size; the last takes what is left. Used where sections is empty.',
    },
    { name: 'sections', kind: 'shape', default: [], help: 'The size of each part; empty makes equal parts.' },
    dimAttribute(1, 'Axis to cut.'),
  ],
  nodeName: 'split',
  symbol: 'v',
  isModule: false,
  keepsValues: true,
  infer: (context) => {
    const { attributes } = context;
    const { shape } = typeAt(context, inputPort);
    const axis = resolveAxis(attributes['dim'] as number, shape.length);
    const size = axis === undefined ? undefined : shape[axis];
    if (typeof size !== 'number') {
      return {
        ok: false,
        code: 'bad-attribute',
        at: 'dim',
        message: `dim must name an axis other than the batch of ${formatShape(shape)}; found ${attributes['dim']}.`,
      };
    }
    const sizes = partSizes(attributes, size);
    if (sizes === undefined) {
      const sections = sectionsOf(attributes);
      if (sections.length === 0) {
        return {
          ok: false,
          code: 'bad-attribute',
          at: 'chunks',
          message: `${size} features do not fill ${attributes['chunks']} parts of ${Math.ceil(size / (attributes['chunks'] as number))}.`,
          fix: { attribute: 'chunks', value: Math.min(size, 2), label: `Set chunks to ${Math.min(size, 2)}` },
        };
      }
      const mended = mendedSections(sections, size);
      return {
        ok: false,
        code: 'shape-mismatch',
        at: inputPort,
        message: `expects ${sections.join(' + ')} = ${sections.reduce((sum, part) => sum + part, 0)} along axis ${attributes['dim']}, gets ${size}.`,
        fix: {
          attribute: 'sections',
          value: mended,
          label: mended.length === 0 ? 'Make equal parts' : `Set sections to ${mended.join(', ')}`,
        },
      };
    }
    return {
      ok: true,
      outputs: new Map(
        partNames(attributes).map((name, index): [string, PortType] => [
          name,
          {
            shape: shape.map((full, at) => (at === axis ? (sizes[index] as number) : full)),
            carries: 'numbers',
          },
        ]),
      ),
      parameters: [],
    };
  },
  lower: ({ builder, inputs }, attributes) => {
    const x = only(inputs, inputPort);
    const shape = builder.shape(x);
    const axis = resolveAxis(attributes['dim'] as number, shape.length) ?? 0;
    const sizes = partSizes(attributes, shape[axis] as number) ?? [];
    let start = 0;
    return new Map(
      partNames(attributes).map((name, index) => {
        const from = start;
        start += sizes[index] ?? 0;
        return [name, builder.slice(x, axis, from, start)];
      }),
    );
  },
  formula: (context) => symbolAt(context, inputPort),
  torch: (attributes) => {
    const sections = sectionsOf(attributes);
    const { chunks, dim } = attributes;
    return sections.length > 0
      ? `torch.split(${inputPort}, [${sections.join(', ')}], dim=${dim})`
      : `torch.chunk(${inputPort}, ${chunks}, dim=${dim})`;
  },
  samples: [
    sample(defaults, { input: numbers(['N', 4]) }),
    sample({ chunks: 3, sections: [], dim: -1 }, { input: numbers(['N', 2, 7]) }),
    sample({ chunks: 2, sections: [1, 3, 2], dim: 1 }, { input: numbers(['N', 6, 2]) }),
  ],
};
