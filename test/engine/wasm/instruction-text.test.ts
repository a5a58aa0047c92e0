import { describe, expect, test } from 'vitest';
import { chooseSwappedLeaves } from '../../../engine/passes/schedule/choose-layouts.ts';
import { schedule } from '../../../engine/passes/schedule.ts';
import { ModuleWriter } from '../../../engine/wasm/assembler/module-writer.ts';
import { compile } from '../../../engine/wasm/compile.ts';
import { type FunctionText, readModule } from '../../../engine/wasm/instruction-text.ts';
import { mapMemory } from '../../../engine/wasm/memory-map.ts';
import { randomCase } from './random-programs.ts';

/**
 * Where what opens and closes blocks, read as brackets, does not fit; `end` and `else` stand as deep as what they belong to. A list
 * instead of an expectation for each line: there are 100,000 of them, and those cost as much as all the rest ten times.
 */
function unbalanced({ name, lines }: FunctionText): readonly string[] {
  const faults: string[] = [];
  let open = 0;
  for (const { text, depth } of lines) {
    const isClosing = text === 'end' || text === 'else';
    if (depth !== (isClosing ? open - 1 : open)) faults.push(`${name}: ${text} at ${depth} of ${open}`);
    if (text === 'end') open -= 1;
    if (text === 'block' || text === 'loop' || text === 'if') open += 1;
  }
  return open === 0 ? faults : [...faults, `${name} leaves ${open} open`];
}

describe('the text of instructions', () => {
  test('every kind of instruction, with what follows its code', () => {
    const module = new ModuleWriter({ module: 'host', name: 'memory' });
    const { writer: code, reference } = module.function('café', { takes: ['i32'], gives: ['f32'] });
    const [at] = code.parameters;
    const [sum, wide] = [code.local('v128'), code.local('f64')];
    if (at === undefined) throw new Error('the parameter is missing');
    code.f32x4(0.1).set(sum);
    code.f64(-0.5).set(wide);
    code.loop((again) => {
      code.get(sum).get(at).load('v128.load', 300).op('f32x4.add').set(sum);
      code.get(at).i32(-1).op('i32.add').tee(at).branchIf(again);
    });
    code.get(at).if(
      () => code.get(at).get(sum).lane('v128.store32_lane', 2, 8),
      () => code.i32(0).f32(Number.NEGATIVE_INFINITY).store('f32.store'),
    );
    code.get(sum).i32x4([1, 2, 3, -4]).shuffle([0, 4, 1, 5]).extractF32(3);
    code
      .i64(2n ** 62n)
      .op('i32.wrap_i64')
      .call(reference)
      .op('f32.add');
    const [read] = readModule(module.finish());
    expect(read?.name).toBe('café');
    expect(read?.signature).toEqual({ takes: ['i32'], gives: ['f32'] });
    expect(read?.locals).toEqual(['v128', 'f64']);
    expect(read?.lines.map(({ depth, text }) => `${'  '.repeat(depth)}${text}`)).toEqual([
      'v128.const f32x4 0.1 0.1 0.1 0.1',
      'local.set 1',
      'f64.const -0.5',
      'local.set 2',
      'loop',
      '  local.get 1',
      '  local.get 0',
      '  v128.load offset=300',
      '  f32x4.add',
      '  local.set 1',
      '  local.get 0',
      '  i32.const -1',
      '  i32.add',
      '  local.tee 0',
      '  br_if 0',
      'end',
      'local.get 0',
      'if',
      '  local.get 0',
      '  local.get 1',
      '  v128.store32_lane offset=8 2',
      'else',
      '  i32.const 0',
      '  f32.const -inf',
      '  f32.store',
      'end',
      'local.get 1',
      'v128.const i32x4 1 2 3 -4',
      'i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23',
      'f32x4.extract_lane 3',
      'i64.const 4611686018427387904',
      'i32.wrap_i64',
      'call 0',
      'f32.add',
    ]);
  });

  test('of all that is emitted for 200 random programs every opcode is known and every block closed', () => {
    let lines = 0;
    for (let seed = 1; seed <= 200; seed += 1) {
      const { program, feeds } = randomCase(seed);
      const swapped = chooseSwappedLeaves(program);
      const scheduled = schedule(program, [...program.outputs.keys()], feeds.batch, swapped);
      const compiled = compile(scheduled, mapMemory([program], swapped));
      const functions = readModule(compiled.bytes);
      expect(functions.flatMap(unbalanced)).toEqual([]);
      lines += functions.reduce((sum, written) => sum + written.lines.length, 0);
      compiled.kernels.forEach((code, kernel) => {
        const { kind, root } = scheduled.kernels[kernel] ?? { kind: '', root: -1 };
        const text = functions[code.function];
        expect(code.name).toMatch(new RegExp(`^${kind} ${root} `));
        const shared = new RegExp(`^${kind} .* of ${code.kernels} kernels$`);
        if (code.kernels > 1) expect(text?.name).toMatch(shared);
        else expect([code.name, 'step']).toContain(text?.name);
        const starts = new Set(text?.lines.map(({ at }) => at));
        const purposes = code.purposes().slice(0, -1);
        const astray = [code, ...purposes].filter(({ from }) => !starts.has(from));
        expect(astray, `kernel ${kernel} of ${seed}`).toEqual([]);
        const nothing = purposes.filter(
          ({ value }) => value !== undefined && scheduled.program.values[value] === undefined,
        );
        expect(nothing, `kernel ${kernel} of ${seed}`).toEqual([]);
      });
    }
    expect(lines).toBeGreaterThan(100_000);
  });

  test('a code that the assembler does not write is refused by its place', () => {
    const module = new ModuleWriter({ module: 'host', name: 'memory' });
    module
      .function('f', { takes: [], gives: [] })
      .writer.i32(1)
      .op('i32.eqz')
      .if(() => undefined);
    const bytes = module.finish();
    const at = bytes.lastIndexOf(0x45);
    bytes[at] = 0x06;
    expect(() => readModule(bytes)).toThrow(`byte ${at}: no instruction has the code 6`);
  });
});
