import { chainOf } from './chain.ts';
import { compileTraining } from './compile.ts';

// The first ten compilations of a chain of so many nodes in a process of their own, in milliseconds. The modules are loaded by then, but
// nothing of the engine has run: the app's first Train is warmer, since checks and formulas ran before.

const document = chainOf(Number(process.argv[2]));
const times = Array.from({ length: 10 }, () => {
  const start = performance.now();
  compileTraining(document);
  return performance.now() - start;
});
console.log(JSON.stringify(times));
