import { useState } from 'react';
import { nameOfNode } from '../../engine/graph/display-name.ts';
import type { NodeReport } from '../../engine/trace/node-report.ts';
import { useDocument } from '../document/store.ts';
import { count } from '../live/number-text.ts';
import { Instructions } from './instructions.tsx';
import { PrimitiveList } from './primitive-list.tsx';
import { PrimitiveWay } from './primitive-way.tsx';
import { useNodeReport } from './use-node-report.ts';
import './compiler.css';

function ReportView({ report, node }: { readonly report: NodeReport; readonly node: string }) {
  const [chosenId, setChosenId] = useState<number>();
  const [chosenKernel, setChosenKernel] = useState<number>();
  const { primitives, kernels } = report;
  const primitive =
    primitives.find(({ id }) => id === chosenId) ??
    primitives.find(({ ending, place }) => ending === 'kernel' && place !== undefined) ??
    primitives.find(({ ending }) => ending === 'kernel') ??
    primitives[0];
  if (primitive === undefined) {
    return (
      <p className="cap empty-panel">
        Nothing is computed for {node}: it only hands data on, or is not wired in a way that can be computed.
      </p>
    );
  }
  const index =
    chosenKernel !== undefined && primitive.kernels.includes(chosenKernel)
      ? chosenKernel
      : primitive.kernels[0];
  const kernel = kernels.find((candidate) => candidate.index === index);
  return (
    <div className="compiler-columns">
      <div className="column first">
        <h4>
          Primitives <span className="num">{primitives.length}</span>
        </h4>
        <PrimitiveList primitives={primitives} chosen={primitive} onChoose={setChosenId} />
        <p className="cap module">
          {node} ends in {kernels.length} of {report.module.kernels} kernels, for a batch of{' '}
          {count(report.batch)}. The whole module has {count(report.module.bytes)} bytes of code and an arena
          of {count(report.module.arenaBytes)} bytes.
        </p>
      </div>
      <PrimitiveWay report={report} primitive={primitive} kernel={kernel} onChooseKernel={setChosenKernel} />
      {kernel === undefined ? null : <Instructions kernel={kernel} value={primitive.value} />}
    </div>
  );
}

/** The way of the selected node through the compiler: primitives, rules, kernel, buffers, instructions. */
export function CompilerPanel() {
  const whole = useDocument((state) => state.whole);
  const document = useDocument((state) => state.document);
  const selected = useDocument(({ selectedNodes }) => selectedNodes);
  const [only] = selected;
  const node = selected.length === 1 ? only : undefined;
  const state = useNodeReport(whole, node);
  if (node === undefined) {
    return (
      <p className="cap empty-panel">
        Select a node to follow it from its primitives through the rules to its kernel and instructions.
      </p>
    );
  }
  if (state.kind === 'failed') return <p className="cap empty-panel">{state.message}</p>;
  if (state.kind === 'waiting' || state.node !== node) return <p className="cap empty-panel">Compiling …</p>;
  return (
    <div className={state.of === whole ? 'compiler' : 'compiler old'}>
      <ReportView key={node} report={state.report} node={nameOfNode(document, node)} />
    </div>
  );
}
