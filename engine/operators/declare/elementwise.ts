import type { Expression } from '../../notation/expression.ts';
import type { Builder } from '../../program/builder.ts';
import type { ValueId } from '../../program/program.ts';
import type { AttributeDeclaration, Attributes, Operator, Sample } from '../operator.ts';
import { gives, inputPort, only, outputPort, result, symbolAt, typeAt } from './ports.ts';
import { numbers, sample } from './sample.ts';

interface ElementwiseActivation {
  readonly name: string;
  readonly help: string;
  readonly synonyms?: readonly string[];
  readonly attributes?: readonly AttributeDeclaration[];
  readonly symbol?: string;
  readonly gives?: Operator['gives'];
  readonly keepsValues?: true;
  readonly neverDies?: true;
  readonly apply: (builder: Builder, x: ValueId, attributes: Attributes) => ValueId;
  readonly formula: (x: Expression, attributes: Attributes) => Expression;
  readonly torch: (attributes: Attributes) => string;
  readonly samples?: readonly Sample[];
}

/** An activation that works element by element: its output has the shape of its input. */
export const elementwiseActivation = (declaration: ElementwiseActivation): Operator => ({
  name: declaration.name,
  category: 'activation',
  help: declaration.help,
  source: `https://pytorch.org/docs/stable/generated/torch.nn.${declaration.name}.html`,
  synonyms: declaration.synonyms ?? [],
  inputs: [{ name: inputPort, help: 'Numbers of any shape', accepts: ['numbers'] }],
  outputs: [{ name: outputPort, help: 'The same shape' }],
  attributes: declaration.attributes ?? [],
  nodeName: 'act',
  symbol: declaration.symbol ?? 'a',
  isModule: true,
  ...(declaration.gives === undefined ? {} : { gives: declaration.gives }),
  ...(declaration.neverDies === undefined ? {} : { neverDies: declaration.neverDies }),
  ...(declaration.keepsValues === undefined ? {} : { keepsValues: declaration.keepsValues }),
  infer: (context) => gives(typeAt(context, inputPort).shape),
  lower: ({ builder, inputs }, attributes) =>
    result(declaration.apply(builder, only(inputs, inputPort), attributes)),
  formula: (context) => declaration.formula(symbolAt(context, inputPort), context.attributes),
  torch: declaration.torch,
  samples: declaration.samples ?? [
    sample({}, { input: numbers(['N', 4]) }),
    sample({}, { input: numbers(['N', 2, 3], -5, 5) }),
  ],
});
