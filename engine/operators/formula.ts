import { type Expression, symbol } from '../notation/expression.ts';
import { Builder } from '../program/builder.ts';
import { formatShape, scalarShape } from '../program/shape.ts';
import { totalWeightAttribute } from './declare/loss.ts';
import { gives, only, outputPort, result } from './declare/ports.ts';
import { classIndices, numbers, sample } from './declare/sample.ts';
import { findFunction, formulaConstants, formulaFunctions } from './formula-language/functions.ts';
import { type DeclaredParameter, parseFormula, parseParameters } from './formula-language/parse.ts';
import { pythonName } from './formula-language/python-name.ts';
import { classNames, namesOf, readAsExpression, readAsPython } from './formula-language/read.ts';
import { describeFault, FormulaFault, type Term } from './formula-language/syntax.ts';
import { looseNames } from './formula-language/tokens.ts';
import { checkCalls, writeFormula } from './formula-language/write.ts';
import type { Attributes, Inference, InputPort, Operator, TextFault } from './operator.ts';

const longest = 2_000;
const mostInputs = 16;

/** What a reader says of a text, or the fault it found. */
function attempt<T>(text: string, read: (text: string) => T): T | TextFault {
  try {
    return read(text);
  } catch (error) {
    if (error instanceof FormulaFault)
      return { message: describeFault(text, error), position: error.position };
    throw error;
  }
}

const isFault = (value: object): value is TextFault => 'message' in value && 'position' in value;

const faultOf = (text: string, read: (text: string) => object): TextFault | undefined => {
  const found = attempt(text, read);
  return isFault(found) ? found : undefined;
};

function checkedFormula(text: string): Term {
  const term = parseFormula(text);
  checkCalls(term);
  const inputs = namesOf(term).filter((name) => !formulaConstants.has(name));
  if (inputs.length > mostInputs * 2) {
    throw new FormulaFault(`Expected at most ${mostInputs * 2} names; found ${inputs.length}`, 0);
  }
  return term;
}

function checkedParameters(text: string): readonly DeclaredParameter[] {
  const declared = parseParameters(text);
  for (const { at, name } of declared) {
    if (findFunction(name) !== undefined) {
      throw new FormulaFault(`Expected a name of its own; ${name} is a function`, at);
    }
  }
  return declared;
}

const parametersOf = ({ parameters }: Attributes): readonly DeclaredParameter[] => {
  const found = attempt(String(parameters), checkedParameters);
  return isFault(found) ? [] : found;
};

const targetNames: ReadonlySet<string> = new Set(['t', 'y', 'target', 'targets', 'label', 'labels']);

/** The ports: every name that is no parameter. A text that cannot be read keeps those it can be seen to have. */
function inputsOf(attributes: Attributes): readonly InputPort[] {
  const text = String(attributes['expression']);
  const read = attempt(text, parseFormula);
  const term = isFault(read) ? undefined : read;
  const parameters = new Set(parametersOf(attributes).map(({ name }) => name));
  const classes = term === undefined ? new Set<string>() : classNames(term);
  const isLoss = attributes['use'] === 'loss';
  return (term === undefined ? looseNames(text) : namesOf(term))
    .filter(
      (name) => !parameters.has(name) && !formulaConstants.has(name) && findFunction(name) === undefined,
    )
    .slice(0, mostInputs)
    .map((name): InputPort => {
      const role = !isLoss ? undefined : targetNames.has(name) ? 'target' : 'prediction';
      return {
        name,
        help: `What ${name} stands for in the formula`,
        accepts: classes.has(name) ? ['classes'] : ['numbers'],
        ...(role === undefined ? {} : { role }),
      };
    });
}

const adapt = (attributes: Attributes): Pick<Operator, 'inputs' | 'category' | 'symbol'> => ({
  inputs: inputsOf(attributes),
  category: attributes['use'] === 'loss' ? 'loss' : 'merge',
  symbol: attributes['use'] === 'loss' ? 'L' : 'f',
});

const defaults: Attributes = {
  expression: 'x * sigmoid(beta * x)',
  parameters: 'beta = 1',
  use: 'value',
  total_weight: 1,
};

const fault = (at: string, { message, position }: TextFault): Inference => ({
  ok: false,
  code: 'bad-attribute',
  at,
  message: `${message}.`,
  position,
});

/** Words for Greek letters become the letters, as mathematics writes them. */
const greek: ReadonlyMap<string, string> = new Map([
  ['alpha', 'α'],
  ['beta', 'β'],
  ['gamma', 'γ'],
  ['delta', 'δ'],
  ['epsilon', 'ε'],
  ['eta', 'η'],
  ['theta', 'θ'],
  ['kappa', 'κ'],
  ['lambda', 'λ'],
  ['mu', 'μ'],
  ['nu', 'ν'],
  ['rho', 'ρ'],
  ['tau', 'τ'],
  ['phi', 'φ'],
  ['psi', 'ψ'],
  ['omega', 'ω'],
]);

/** A person's own formula: inputs and learnable parameters by name, its gradient derived like any other. */
export const formula: Operator = {
  name: 'Formula',
  category: 'merge',
  help: 'An expression you type, of inputs and learnable parameters by name; an activation, a layer or a loss.',
  source: 'https://pytorch.org/docs/stable/torch.html#math-operations',
  synonyms: ['expression', 'custom', 'function', 'own', 'swish', 'lambda', 'penalty', 'regularisation'],
  inputs: inputsOf(defaults),
  outputs: [{ name: outputPort, help: 'What the formula gives' }],
  adapt,
  attributes: [
    {
      name: 'expression',
      kind: 'text',
      default: String(defaults['expression']),
      maximumLength: longest,
      fault: (text) => faultOf(text, checkedFormula),
      help: `Names are inputs, but for the parameters below. Signs + - * / ^ @ > >= < <= ==; pi; ${formulaFunctions.map(({ usage }) => usage).join(', ')}.`,
    },
    {
      name: 'parameters',
      kind: 'text',
      default: String(defaults['parameters']),
      maximumLength: longest,
      fault: (text) => faultOf(text, checkedParameters),
      help: 'Learnable tensors: beta = 1, w[3, 4] = 0.5. Sizes are without the batch; without a start value they start from 1.',
    },
    {
      name: 'use',
      kind: 'choice',
      default: 'value',
      options: ['value', 'loss'],
      help: 'A value goes on to other nodes; a loss is what training lowers, and must be one number.',
    },
    totalWeightAttribute,
  ],
  nodeName: 'f',
  symbol: 'f',
  isModule: false,
  infer: ({ attributes, inputs }) => {
    const text = String(attributes['expression']);
    const term = attempt(text, checkedFormula);
    if (isFault(term)) return fault('expression', term);
    const parameters = attempt(String(attributes['parameters']), checkedParameters);
    if (isFault(parameters)) return fault('parameters', parameters);
    const names = new Set(namesOf(term));
    const unused = parameters.find(({ name }) => !names.has(name));
    if (unused !== undefined) {
      return fault('parameters', {
        message: `Expected parameters that the expression uses; ${unused.name} is not in it`,
        position: unused.at,
      });
    }
    const builder = new Builder();
    const values = new Map([
      ...[...inputs].map(([name, [type]]) => [name, builder.input(name, type?.shape ?? [])] as const),
      ...parameters.map(({ name, shape }) => [name, builder.parameter(name, shape)] as const),
    ]);
    const value = attempt(text, () => ({ id: writeFormula(term, { builder, values }) }));
    if (isFault(value)) return fault('expression', value);
    const shape = builder.shape(value.id);
    if (attributes['use'] === 'loss' && shape.length > 0) {
      return {
        ok: false,
        code: 'bad-attribute',
        at: 'expression',
        message: `A loss is one number; this gives ${formatShape(shape)}.`,
        fix: { attribute: 'expression', value: `mean(${text})`, label: 'Take the mean of it' },
      };
    }
    return gives(
      attributes['use'] === 'loss' ? scalarShape : shape,
      parameters.map(({ name, shape: sizes, initial }) => ({
        name,
        shape: sizes,
        initial: { kind: 'constant', value: initial },
        symbol: greek.get(name) ?? name,
      })),
    );
  },
  lower: ({ builder, inputs, parameters }, attributes) => {
    const values = new Map(parameters);
    for (const name of inputs.keys()) values.set(name, only(inputs, name));
    return result(writeFormula(parseFormula(String(attributes['expression'])), { builder, values }));
  },
  formula: ({ attributes, inputs, parameters }) => {
    const symbols = new Map<string, Expression>(parameters);
    for (const [name, [own]] of inputs) if (own !== undefined) symbols.set(name, own);
    const term = attempt(String(attributes['expression']), parseFormula);
    return isFault(term) ? symbol('…') : readAsExpression(term, symbols);
  },
  torch: (attributes) => {
    const term = attempt(String(attributes['expression']), parseFormula);
    const own = new Set(parametersOf(attributes).map(({ name }) => name));
    const rename = (name: string): string => (own.has(name) ? `self.${pythonName(name)}` : pythonName(name));
    return isFault(term) ? '…' : readAsPython(term, rename);
  },
  samples: [
    sample(defaults, { x: numbers(['N', 4]) }),
    sample(
      {
        ...defaults,
        expression: 'mean((y - t)^2) + 0.01 * sum(abs(w))',
        parameters: 'w[3] = 0.5',
        use: 'loss',
      },
      { y: numbers(['N', 2]), t: numbers(['N', 2]) },
    ),
    sample(
      {
        ...defaults,
        expression: '-mean(sum(onehot(t, 3) * log_softmax(z), dim=1))',
        parameters: '',
        use: 'loss',
      },
      { t: classIndices(['N'], 3), z: numbers(['N', 3]) },
    ),
    sample(
      {
        ...defaults,
        expression: 'tanh(x @ w + b) / sqrt(1 + sum(x^2, dim=1, keepdim=true))',
        parameters: 'w[3, 2], b[2] = 0',
      },
      { x: numbers(['N', 3]) },
    ),
    sample(
      {
        ...defaults,
        expression:
          'where(x > 0, x, a * (exp(min(x, 0)) - 1)) + clamp(x, -1, 1) * max(x, dim=-1, keepdim=true)',
        parameters: 'a = 0.7',
      },
      { x: numbers(['N', 4]) },
    ),
  ],
};
