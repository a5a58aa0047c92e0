import { operatorAt } from '../../engine/graph/blocks/block-operator.ts';
import { nameOfNode } from '../../engine/graph/display-name.ts';
import type { GraphEdge } from '../../engine/graph/document.ts';
import { judgeConnection } from '../../engine/graph/edit/connect.ts';
import { hintOnSheet } from '../canvas/sheet-hint.tsx';
import { documentStore } from '../document/store.ts';

/** Says why a node that was put beside another one was not wired to it: neither reads the other. */
export function explainUnwired(anchor: string, added: string): void {
  const { checked, document } = documentStore.getState();
  const joins = ({ from, to }: GraphEdge) =>
    (from[0] === anchor && to[0] === added) || (from[0] === added && to[0] === anchor);
  if (document.edges.some(joins)) return;
  const isFree = (id: string, port: string) =>
    !document.edges.some(({ to }) => to[0] === id && to[1] === port);
  const refusal = (source: string, reader: string): string | undefined => {
    const giver = operatorAt(document, source);
    const output = giver?.category === 'loss' ? undefined : giver?.outputs[0];
    const input = operatorAt(document, reader)?.inputs.find(({ name }) => isFree(reader, name));
    if (output === undefined || input === undefined) return undefined;
    const verdict = judgeConnection(checked, [source, output.name], [reader, input.name]);
    if (verdict.ok) return undefined;
    const [from, to] = [source, reader].map((id) => nameOfNode(document, id));
    return `${from} is not wired to ${to}: ${to}.${input.name} ${verdict.reason}.`;
  };
  const reason = refusal(anchor, added) ?? refusal(added, anchor);
  if (reason !== undefined) hintOnSheet(reason);
}
