import { expect, test } from 'vitest';
import { buildProgram } from '../../../../engine/graph/build-program.ts';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import { valueNames } from '../../../../engine/graph/formula/value-names.ts';
import { iris } from '../../../../engine/graph/templates/iris.ts';
import { toText } from '../../../../engine/notation/text.ts';
import { outputKey } from '../../../../engine/program/program.ts';

test('every value of the canvas has the symbol that the canvas shows', () => {
  const checked = checkGraph(iris.document);
  const program = buildProgram(checked);
  const names = valueNames(checked, program);
  const nameOf = (node: string): string => {
    const id = program.outputs.get(outputKey('value', node, 'output'));
    const name = id === undefined ? undefined : names.get(id);
    return name === undefined ? '' : toText(name);
  };
  expect(['x', 'fc1', 'fc2', 'loss', 'y'].map(nameOf)).toEqual(['x', 'z₁', 'z₂', 'L', 'y']);
});
