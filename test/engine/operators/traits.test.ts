import { describe, expect, test } from 'vitest';
import { operators } from '../../../engine/operators/catalogue.ts';
import type { Operator, Sample } from '../../../engine/operators/operator.ts';
import { differentiate } from '../../../engine/passes/differentiate.ts';
import { evaluate } from '../../../engine/program/evaluate/evaluate.ts';
import { outputKey } from '../../../engine/program/program.ts';
import type { Tensor } from '../../../engine/program/tensor.ts';
import { inferSample, sampleProgram, withDefaults } from './sample-network.ts';

/** What checks are told of an operator (gives, keepsValues, affine, stopsGradient) holds on each of its samples. */

interface Computed {
  readonly input: Tensor;
  readonly outputs: readonly Tensor[];
  readonly gradient: Tensor | undefined;
}

function computed(operator: Operator, sample: Sample): Computed {
  const { program, feeds } = sampleProgram(operator, sample, 'evaluate');
  const values = evaluate(differentiate(program), feeds);
  const outputs = [...values].flatMap(([key, tensor]) =>
    operator.outputs.length > 0 && key.startsWith('value node ') && !key.includes(' input') ? [tensor] : [],
  );
  const [input] = feeds.inputs.values();
  if (input === undefined) throw new Error(`${operator.name} has no input`);
  return { input, outputs, gradient: values.get(outputKey('gradient', 'node', 'input')) };
}

const casesOf = (has: (operator: Operator) => boolean) =>
  operators
    .filter(has)
    .flatMap((operator) =>
      operator.samples.map((sample, index) => [operator.name, index, operator, sample] as const),
    );

describe('an operator that keeps values', () => {
  test.each(casesOf(({ keepsValues }) => keepsValues === true))(
    '%s, sample %i',
    (_name, _index, operator, sample) => {
      const { input, outputs } = computed(operator, sample);
      const known = new Set([...input.data, 0]);
      expect(outputs.length).toBeGreaterThan(0);
      for (const { data } of outputs) expect([...data].filter((value) => !known.has(value))).toEqual([]);
      expect(operator.inputs).toHaveLength(1);
    },
  );
});

describe('what an operator gives', () => {
  test.each(casesOf(({ gives }) => gives !== undefined))(
    '%s, sample %i',
    (_name, _index, operator, sample) => {
      const meaning = operator.gives?.(withDefaults(operator, sample.attributes));
      const { outputs } = computed(operator, sample);
      for (const { data, shape } of outputs) {
        if (meaning === undefined) {
          expect(data.some((value) => value < 0 || value > 1)).toBe(true);
          continue;
        }
        const probabilities = meaning.includes('log') ? data.map(Math.exp) : data;
        expect(probabilities.every((value) => value >= 0 && value <= 1)).toBe(true);
        if (!meaning.startsWith('class')) continue;
        // All probabilities of all samples, however they lie along the axes: each group adds up to 1.
        const total = probabilities.reduce((sum, value) => sum + value, 0);
        // A single number is a group of its own.
        const sizes = shape.length === 0 ? [1] : shape;
        expect(sizes.some((size) => Math.abs(total - data.length / size) < 1e-9)).toBe(true);
      }
    },
  );
});

describe('an affine operator', () => {
  test.each(casesOf(({ affine }) => affine === true))('%s, sample %i', (_name, _index, operator, sample) => {
    const { program, feeds } = sampleProgram(operator, sample);
    const [entry] = feeds.inputs;
    if (entry === undefined) throw new Error('there is no input');
    const [key, { shape, data }] = entry;
    const at = (factor: number): Float64Array => {
      const inputs = new Map([...feeds.inputs, [key, { shape, data: data.map((value) => value * factor) }]]);
      const output = evaluate(program, { ...feeds, inputs }).get(outputKey('value', 'node', 'output'));
      return output?.data ?? new Float64Array();
    };
    const [none, once, twice] = [at(0), at(1), at(2)];
    expect(once.length).toBeGreaterThan(0);
    once.forEach((value, index) => {
      expect(value).toBeCloseTo(((none[index] as number) + (twice[index] as number)) / 2, 10);
    });
  });
});

describe('an operator that stops the gradient', () => {
  test.each(casesOf(({ stopsGradient }) => stopsGradient === true))(
    '%s, sample %i',
    (_name, _index, operator, sample) => {
      expect(computed(operator, sample).gradient).toBeUndefined();
    },
  );
});

describe('a parameter says along which ports its axes go', () => {
  test.each(casesOf(() => true))('%s, sample %i', (_name, _index, operator, sample) => {
    const inference = inferSample(operator, sample);
    if (!inference.ok) throw new Error(inference.message);
    const shapes = new Map([
      ...[...sample.inputs].map(([port, [first]]) => [port, first?.shape] as const),
      ...[...inference.outputs].map(([port, { shape }]) => [port, shape] as const),
    ]);
    for (const { name, shape, along } of [...inference.parameters, ...(inference.buffers ?? [])]) {
      if (along === undefined) continue;
      expect(along, name).toHaveLength(shape.length);
      along.forEach((port, axis) => {
        const declared = operator.inputs.find((one) => one.name === port);
        expect(shapes.has(port), `${name} along ${port}`).toBe(true);
        // Over the classes that a port takes there is no axis to compare with.
        if (declared?.accepts.includes('classes') === true) return;
        expect(shapes.get(port)?.slice(1), `${name} along ${port}`).toContain(shape[axis]);
      });
    }
  });
});

describe('losses of one distribution', () => {
  test.each(
    operators
      .filter(({ likelihood }) => likelihood !== undefined)
      .map((operator) => [operator.name, operator] as const),
  )('%s has a twin that takes something else under the same port names', (_, operator) => {
    const twins = operators.filter(
      ({ likelihood, name }) => likelihood === operator.likelihood && name !== operator.name,
    );
    expect(twins.length).toBeGreaterThan(0);
    const roles = [operator, ...twins].map(({ inputs }) => inputs[0]?.role);
    expect(new Set(roles).size).toBe(roles.length);
    for (const twin of twins) {
      expect(twin.inputs.map(({ name }) => name)).toEqual(operator.inputs.map(({ name }) => name));
    }
  });
});
