import { operatorIn } from '../../engine/graph/blocks/block-operator.ts';
import { nameOfNode } from '../../engine/graph/display-name.ts';
import type { GraphEdge } from '../../engine/graph/document.ts';
import { judgeConnection } from '../../engine/graph/edit/connect.ts';
import { hintOnSheet } from '../canvas/sheet-hint.tsx';
import { documentStore } from '../document/store.ts';

/** Says why a node that was put beside another one was not wired to it; data waits for no wire. */
export function explainUnwired(anchor: string, added: string): void {
  const { checked, document } = documentStore.getState();
  const joins = ({ from, to }: GraphEdge) =>
    (from[0] === anchor && to[0] === added) || (from[0] === added && to[0] === anchor);
  const operatorAt = (id: string) => {
    const node = document.nodes.find((each) => each.id === id);
    return node === undefined ? undefined : operatorIn(document, node);
  };
  const [output] = operatorAt(anchor)?.outputs ?? [];
  const [input] = operatorAt(added)?.inputs ?? [];
  if (output === undefined || input === undefined || document.edges.some(joins)) return;
  const verdict = judgeConnection(checked, [anchor, output.name], [added, input.name]);
  const reason = verdict.ok ? undefined : verdict.reason;
  if (reason === undefined) return;
  const [from, to] = [anchor, added].map((id) => nameOfNode(document, id));
  hintOnSheet(`${to} is not wired to ${from}: ${to}.${input.name} ${reason}.`);
}
