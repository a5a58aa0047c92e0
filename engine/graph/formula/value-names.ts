import type { Expression } from '../../notation/expression.ts';
import { outputKey, type Program, type ValueId } from '../../program/program.ts';
import type { CheckedGraph } from '../check/checked-graph.ts';
import { symbolsOf } from './symbols.ts';

/** The symbols that the canvas shows, by the value of the program that each stands for. */
export function valueNames(graph: CheckedGraph, program: Program): ReadonlyMap<ValueId, Expression> {
  const names = new Map<ValueId, Expression>();
  for (const [key, symbol] of symbolsOf(graph).values) {
    const [node = '', port = ''] = key.split(' ');
    const id = program.outputs.get(outputKey('value', node, port));
    if (id !== undefined && !names.has(id)) names.set(id, symbol);
  }
  return names;
}
