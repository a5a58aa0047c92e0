import { ModuleWriter } from './assembler/module-writer.ts';
import { host } from './web-assembly.ts';

/**
 * Whether compiled code can run here: whether there is WebAssembly at all, and whether it knows the 128-bit vectors (SIMD) that
 * all kernels use. Asked with a module of one vector constant.
 */
export function hasVectors(): boolean {
  const module = new ModuleWriter({ module: 'host', name: 'memory' });
  module.function('vector', { takes: [], gives: ['v128'] }).writer.f32x4(1);
  return host?.validate(module.finish()) === true;
}
