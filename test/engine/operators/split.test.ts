import { describe, expect, test } from 'vitest';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import { applyFix } from '../../../engine/graph/edit/apply-fix.ts';
import { setAttribute } from '../../../engine/graph/edit/edit.ts';
import { cardFormula } from '../../../engine/graph/formula/card-formula.ts';
import { toText } from '../../../engine/notation/text.ts';
import { draw } from '../graph/drawing.ts';

const shapesOf = (text: string): readonly string[] =>
  [...(checkGraph(draw(text)).nodes.get('s')?.outputs ?? [])].map(
    ([port, { shape }]) => `${port} ${shape.join('×')}`,
  );

describe('Split', () => {
  test('sizes its parts as torch.chunk and torch.split do', () => {
    expect(shapesOf('x:Input{shape:[4]} -> s:Split')).toEqual(['part1 N×2', 'part2 N×2']);
    expect(shapesOf('x:Input{shape:[7]} -> s:Split{chunks:3}')).toEqual([
      'part1 N×3',
      'part2 N×3',
      'part3 N×1',
    ]);
    expect(shapesOf('x:Input{shape:[5]} -> s:Split{sections:[1,4]}')).toEqual(['part1 N×1', 'part2 N×4']);
    expect(shapesOf('x:Input{shape:[3,4]} -> s:Split{dim:-1}')).toEqual(['part1 N×3×2', 'part2 N×3×2']);
  });

  test.each([
    ['x:Input{shape:[5]} -> s:Split{sections:[1,3]}', 'expects 1 + 3 = 4 along axis 1, gets 5', '1,4'],
    ['x:Input{shape:[2]} -> s:Split{sections:[3,3]}', 'expects 3 + 3 = 6 along axis 1, gets 2', ''],
    ['x:Input{shape:[5]} -> s:Split{chunks:4}', '5 features do not fill 4 parts of 2', '2'],
  ])('%s is refused with a fix that solves it', (drawn, reason, value) => {
    const document = draw(drawn);
    const [fault] = checkGraph(document).diagnostics.filter(({ node }) => node === 's');
    expect(`${fault?.title} ${fault?.message}`).toContain(reason);
    const fix = fault?.fixes[0];
    if (fix?.kind !== 'set-attribute') throw new Error('no fix');
    expect(String(fix.value)).toBe(value);
    expect(checkGraph(applyFix(document, fix)).diagnostics.filter(({ node }) => node === 's')).toEqual([]);
  });

  test('loses a port with its section, and says which wire is left over', () => {
    const document = draw('x:Input{shape:[4]} -> s:Split{chunks:4}', 's.part4 -> r:ReLU');
    expect(checkGraph(document).nodes.get('r')).toBeDefined();
    const [fault] = checkGraph(setAttribute(document, 's', 'chunks', 2)).diagnostics;
    expect(fault?.message).toBe('Expected outputs: part1, part2; found part4.');
  });

  test('reads as the parts joined again', () => {
    const formula = cardFormula(checkGraph(draw('x:Input{shape:[4]} -> s:Split')), 's');
    expect(formula === undefined ? '' : toText(formula)).toBe('[v₁; v₂] = x');
  });
});
