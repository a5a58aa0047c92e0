import type { CheckedGraph } from '../../engine/graph/checked-graph.ts';
import { symbolsOf } from '../../engine/graph/symbols.ts';
import type { Expression } from '../../engine/notation/expression.ts';
import { outputKey, type Program, type ValueId } from '../../engine/program/program.ts';

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
