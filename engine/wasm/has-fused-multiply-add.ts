import { ModuleWriter } from './assembler/module-writer.ts';
import { host } from './web-assembly.ts';

/** Whether this engine knows relaxed vector instructions (Relaxed SIMD), of which a fused multiply-add is one. Asked with a module of one. */
export function hasFusedMultiplyAdd(): boolean {
  const module = new ModuleWriter({ module: 'host', name: 'memory' });
  const { writer } = module.function('fused', { takes: [], gives: ['v128'] });
  writer.f32x4(1).f32x4(1).f32x4(1).op('f32x4.relaxed_madd');
  return host?.validate(module.finish()) === true;
}
