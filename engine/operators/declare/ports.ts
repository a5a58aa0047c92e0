import type { Expression } from '../../notation/expression.ts';
import type { ValueId } from '../../program/program.ts';
import type { Shape } from '../../program/shape.ts';
import type {
  FormulaContext,
  Inference,
  InferenceContext,
  ParameterDeclaration,
  PortType,
} from '../operator.ts';

/** The only port name of operators with one input or output. */
export const inputPort = 'input';
export const outputPort = 'output';
export const targetPort = 'target';

/** One numeric result at `output`. */
export const gives = (shape: Shape, parameters: readonly ParameterDeclaration[] = []): Inference => ({
  ok: true,
  outputs: new Map<string, PortType>([[outputPort, { shape, carries: 'numbers' }]]),
  parameters,
});

/** The entry of a map that the checks before have put there. */
export function only<V>(map: ReadonlyMap<string, readonly V[]>, port: string): V {
  const value = map.get(port)?.[0];
  if (value === undefined) throw new Error(`port ${port} has no value`);
  return value;
}

export const typeAt = (context: InferenceContext, port: string): PortType => only(context.inputs, port);

export const symbolAt = (context: FormulaContext, port: string): Expression => only(context.inputs, port);

export const result = (id: ValueId): ReadonlyMap<string, ValueId> => new Map([[outputPort, id]]);
