import { prepareData } from '../../../engine/data/prepare.ts';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import { setTraining } from '../../../engine/graph/edit/edit.ts';
import { iris } from '../../../engine/graph/templates/iris.ts';
import { createSession } from '../../../engine/train/running-session.ts';

// Run by Node with relaxed vector instructions switched on: prints the weights after 200 steps of plain and of relaxed training.

function trained(relaxed: boolean) {
  const document = setTraining(iris.document, { relaxed });
  const prepared = prepareData(document.data);
  if (!prepared.ok) throw new Error(prepared.message);
  const made = createSession(checkGraph(document), prepared.data);
  if (!made.ok) throw new Error(made.message);
  for (let step = 0; step < 200; step += 1) made.session.step();
  const weights = [...made.session.parameters().values()].flatMap(({ data }) => [...data]);
  return { arithmetic: made.session.arithmetic, weights };
}

const [plain, relaxed] = [trained(false), trained(true)];
console.log(
  JSON.stringify({ arithmetic: relaxed.arithmetic, plain: plain.weights, relaxed: relaxed.weights }),
);
