import {
  emptyDocument,
  type GraphDocument,
  type GraphEdge,
  type GraphNode,
} from '../../../engine/graph/document.ts';
import { operatorOf } from '../../../engine/graph/operator-of.ts';
import type { AttributeValue, Operator } from '../../../engine/operators/operator.ts';

/**
 * Graphs in a line: `x:Input{shape:[4]} -> fc1:Linear{out_features:8} -> act1:ReLU; x -> fc1.input`. Statements are
 * separated by `;` or a line break. A node is declared where its operator first stands beside its id; `id.port`
 * chooses a port, else a wire goes from the first output to the first input.
 */
export function draw(...lines: readonly string[]): GraphDocument {
  const nodes = new Map<string, GraphNode>();
  const edges: GraphEdge[] = [];
  const operatorAt = (id: string): Operator | undefined => {
    const node = nodes.get(id);
    return node === undefined ? undefined : operatorOf(node);
  };
  for (const statement of lines.join(';').split(/[;\n]/)) {
    if (statement.trim() === '') continue;
    const stops = statement.split('->').map((text) => readStop(text.trim()));
    for (const { id, operator, attributes } of stops) {
      if (operator === undefined) continue;
      nodes.set(id, { id, operator, attributes, position: { x: nodes.size * 160, y: 0 } });
    }
    stops.slice(1).forEach((to, index) => {
      const from = stops[index];
      if (from === undefined) return;
      const output = from.port ?? operatorAt(from.id)?.outputs[0]?.name ?? 'output';
      const input = to.port ?? operatorAt(to.id)?.inputs[0]?.name ?? 'input';
      edges.push({ from: [from.id, output], to: [to.id, input] });
    });
  }
  return { ...emptyDocument('drawn'), nodes: [...nodes.values()], edges };
}

interface Stop {
  readonly id: string;
  readonly port: string | undefined;
  readonly operator: string | undefined;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

function readStop(text: string): Stop {
  const [, id, port, operator, body] = /^(\w+)(?:\.(\w+))?(?::(\w+)(?:\{(.*)\})?)?$/.exec(text) ?? [];
  if (id === undefined) throw new Error(`not a node: ${text}`);
  return { id, port, operator, attributes: body === undefined ? {} : readAttributes(body) };
}

/** `shape:[2,3],bias:false` */
const readAttributes = (body: string): Readonly<Record<string, AttributeValue>> =>
  JSON.parse(`{${body.replace(/(\w+):/g, '"$1":')}}`);

/** Iris as the course has it: 4-8-3 with ReLU, 67 parameters. */
export const irisGraph = (): GraphDocument =>
  draw(
    'x:Input{shape:[4]} -> fc1:Linear{out_features:8} -> act1:ReLU -> fc2:Linear{out_features:3} -> loss:CrossEntropyLoss',
    'y:Target -> loss.target',
  );
