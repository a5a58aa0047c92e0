import { expect, test } from 'vitest';
import { isStored } from '../../../../engine/data/prepare.ts';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import type { GraphDocument } from '../../../../engine/graph/document.ts';
import { sharesOfOutput, sharesOfParameter } from '../../../../engine/graph/formula/gradient-shares.ts';
import { templates } from '../../../../engine/graph/templates/catalogue.ts';
import { iris } from '../../../../engine/graph/templates/iris.ts';
import type { OutputKey } from '../../../../engine/program/program.ts';
import { numbersByKey } from '../../../../engine/train/numbers-by-key.ts';
import { sessionFor } from '../../train/session-for.ts';
import { draw } from '../drawing.ts';

const added = (parts: readonly (Float64Array | undefined)[]): readonly number[] =>
  Array.from(parts[0] ?? [], (_, at) => parts.reduce((sum, part) => sum + (part?.[at] ?? Number.NaN), 0));

/** b has a's weight and bias, and s is read twice. */
const drawn = draw(
  'x:Input{shape:[4]} -> a:Linear{out_features:4} -> s:Tanh -> b:Linear{out_features:4} -> sum:Add -> fc:Linear{out_features:3}',
  's -> sum; fc -> loss:CrossEntropyLoss; y:Target{classes:3} -> loss.target',
);
const shared: GraphDocument = {
  ...drawn,
  nodes: drawn.nodes.map((node) => (node.id === 'b' ? { ...node, shares: 'a' } : node)),
  training: { ...iris.document.training, batchSize: 8 },
  data: iris.document.data,
};

test('shares add up to the gradient, at every output that several nodes read and every parameter that they share', () => {
  let sums = 0;
  for (const document of [...templates.map((template) => template.document), shared]) {
    const checked = checkGraph(document);
    if (!checked.trainable || isStored(document.data)) continue;
    const nodes = [...checked.nodes.values()];
    const session = sessionFor(document);
    const look = session.look({ kind: 'next-batch' });
    const wanted = nodes.flatMap(({ node, outputs, parameters, shares }) => [
      ...[...outputs.keys()].map((port) => ({
        of: `gradient ${node.id} ${port}` as OutputKey,
        shares: sharesOfOutput(nodes, node.id, port),
      })),
      ...parameters.flatMap((parameter) =>
        shares.has(parameter.name)
          ? []
          : [
              {
                of: `parameterGradient ${node.id} ${parameter.name}` as OutputKey,
                shares: sharesOfParameter(nodes, `${node.id}/${parameter.name}`),
              },
            ],
      ),
    ]);
    for (const { of, shares } of wanted) {
      const sum = look.values.get(of);
      if (sum === undefined || shares.length < 2) continue;
      const found = numbersByKey(
        session,
        look,
        shares.map(({ key }) => key),
      );
      if (found.size === 0) continue;
      sums += 1;
      const total = added([...found.values()].map(({ data }) => data));
      const scale = Math.max(1e-12, ...sum.data.map(Math.abs));
      sum.data.forEach((value, at) => {
        expect(Math.abs((total[at] ?? Number.NaN) - value) / scale, `${document.name} ${of}`).toBeLessThan(
          2e-6,
        );
      });
    }
  }
  expect(sums).toBeGreaterThan(2);
});
