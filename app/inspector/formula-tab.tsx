import { useDeferredValue, useMemo, useState } from 'react';
import { nodeInPyTorch } from '../../engine/formats/pytorch-node.ts';
import { nameOfNode } from '../../engine/graph/display-name.ts';
import type { Formula, FormulaForm } from '../../engine/graph/formula/formula.ts';
import type { FormulaName } from '../../engine/graph/formula/formula-names.ts';
import { withNumbers } from '../../engine/graph/formula/formula-numbers.ts';
import { asLatex, asMarkdown, asNumPy, asText } from '../../engine/graph/formula/formula-sheet.ts';
import {
  type GradientFormulas,
  type NodeFormulas,
  nodeFormulas,
} from '../../engine/graph/formula/formulas.ts';
import { nodesOfNumbers } from '../../engine/graph/formula/live-numbers.ts';
import { useDocument } from '../document/store.ts';
import { follow } from '../formulas/followed.ts';
import { FollowedMark } from '../formulas/followed-mark.tsx';
import { useFollowed } from '../formulas/use-following.ts';
import { useModeMatters } from '../live/shown-mode.ts';
import { programOf } from '../program/program-of.ts';
import { Checkbox } from '../ui/checkbox.tsx';
import { NumberField } from '../ui/number-field.tsx';
import { Segments } from '../ui/segments.tsx';
import { CopyAs } from './copy-as.tsx';
import { FilledSides } from './filled-formula.tsx';
import { FormulaOpenings } from './formula-openings.tsx';
import { FormulaRow } from './formula-row.tsx';
import { LookChoice } from './look-choice.tsx';
import { ProofBadge } from './proof-badge.tsx';
import { useFormulaNumbers, withFollowed } from './use-formula-numbers.ts';

const forms: readonly { readonly value: FormulaForm; readonly label: string }[] = [
  { value: 'matrix', label: 'Matrix' },
  { value: 'component', label: 'Component' },
  { value: 'batched', label: 'Batched' },
];

/** What the form shows, in a line. */
const meanings: Readonly<Record<FormulaForm, string>> = {
  matrix: 'For one sample, a row.',
  component: 'Element by element: n counts samples, i, j, k features.',
  batched: 'For the batch: N samples as rows.',
};

const layout =
  'Derivatives in numerator layout: rows are those of the output. A gradient has the shape of what it belongs to, as in PyTorch: W is out × in, samples are rows.';

/** A formula with its place in the tab. */
interface Line {
  readonly key: string;
  readonly title: string;
  readonly caption: string;
  readonly pass: 'forward' | 'backward';
  readonly formula: Formula;
}

const line = (
  key: string,
  title: string,
  caption: string,
  formula: Formula | undefined,
  pass: Line['pass'] = 'backward',
): readonly Line[] => (formula === undefined ? [] : [{ key, title, caption, formula, pass }]);

/** Of one parameter or input: what the node does with it, and how the gradient comes to it. */
function linesOf(
  { forward, evaluated, upstream }: NodeFormulas,
  gradient: GradientFormulas | undefined,
  nameOf: (node: string) => string,
): readonly Line[] {
  const comesFrom = (nodes: readonly string[]): string =>
    nodes.length === 1 ? `from ${nameOf(nodes[0] ?? '')}` : `the sum over ${nodes.length} consumers`;
  return [
    ...forward.flatMap((formula, index) =>
      line(
        `forward${index === 0 ? '' : ` ${index}`}`,
        'Forward',
        evaluated === undefined ? 'value' : 'in training',
        formula,
        'forward',
      ),
    ),
    ...line('evaluation', 'Forward', 'in evaluation', evaluated, 'forward'),
    ...(gradient === undefined
      ? []
      : line(
          `local ${gradient.of}`,
          'Local',
          `by ${gradient.of}, this node alone`,
          gradient.local,
          'forward',
        )),
    ...upstream.flatMap(({ port, total, shares }) => [
      ...line(`upstream ${port}`, 'Upstream', comesFrom(shares.map(({ node }) => node)), total),
      ...(shares.length < 2
        ? []
        : shares.flatMap((share) =>
            line(`share ${share.node} ${share.port}`, 'part', `from ${nameOf(share.node)}`, share.formula),
          )),
    ]),
    ...(gradient === undefined
      ? []
      : [
          ...line(
            `product ${gradient.of}`,
            gradient.local === undefined ? 'Gradient' : 'Product',
            gradient.shares.length > 1
              ? `shared: the sum over ${gradient.shares.length} uses`
              : gradient.local === undefined
                ? 'of the loss itself'
                : 'upstream times local',
            gradient.product,
          ),
          ...gradient.shares.flatMap((share) =>
            line(`use ${share.node} ${share.port}`, 'part', `from ${nameOf(share.node)}`, share.formula),
          ),
          ...line(`chain ${gradient.of}`, 'Chain', 'to the loss', gradient.chain),
        ]),
  ];
}

/** Names that stand in the formulas shown or are written out in them, each once. */
function openable(lines: readonly Line[], opened: ReadonlySet<string>): readonly FormulaName[] {
  const names = new Map<string, FormulaName>();
  for (const { formula } of lines) {
    for (const name of formula.openings) names.set(name.key, name);
    if (opened.size === 0) continue;
    for (const name of formula.source?.all.values() ?? [])
      if (opened.has(name.key)) names.set(name.key, name);
  }
  return [...names.values()];
}

/** All nodes whose numbers the formulas are made of, in one order whatever the form. */
const nodesOf = (lines: readonly Line[]): readonly string[] =>
  [...new Set(lines.flatMap(({ formula }) => nodesOfNumbers(formula)))].sort();

interface SampleChoiceProps {
  readonly rows: readonly number[] | undefined;
  readonly sample: number;
}

/** Whose numbers stand in the formulas: some samples, and one of them where only one is written. */
function SampleChoice({ rows, sample }: SampleChoiceProps) {
  const isFollowing = useFollowed().following !== undefined;
  return (
    <>
      <LookChoice />
      {rows === undefined ? (
        <p className="sec cap" aria-busy="true">
          The numbers appear when the graph can run.
        </p>
      ) : rows.length > 1 ? (
        <div className="sec formula-of">
          <span className="cap">Sample</span>
          <span className="sample-field">
            <NumberField
              label="Sample of these"
              integer
              minimum={1}
              maximum={rows.length}
              value={sample + 1}
              onCommit={(next) => next !== null && follow({ by: 'sample', sample: next - 1 })}
            />
          </span>
          <span className="cap num">
            of {rows.length}, row {rows[sample]}
          </span>
        </div>
      ) : null}
      <div className="sec formula-of">
        {isFollowing ? <FollowedMark /> : <p className="cap">Click a number to follow it everywhere.</p>}
      </div>
    </>
  );
}

const nothing: ReadonlySet<string> = new Set();

/** How the node computes, and for each parameter and input how its gradient comes about, part by part. */
export function FormulaTab({ node }: { readonly node: string }) {
  const checked = useDeferredValue(useDocument((state) => state.checked));
  const modeMatters = useModeMatters();
  const [form, setForm] = useState<FormulaForm>('matrix');
  const [shapes, setShapes] = useState(true);
  const [opened, setOpened] = useState(nothing);
  const [chosen, setChosen] = useState('');
  const [showsNumbers, setShowsNumbers] = useState(false);
  const followed = useFollowed();
  const formulas = useMemo(
    () => nodeFormulas(checked, programOf(checked), node, { form, opened }),
    [checked, node, form, opened],
  );
  const gradient = formulas?.gradients.find(({ of }) => of === chosen) ?? formulas?.gradients[0];
  const lines = useMemo(
    () =>
      formulas === undefined ? [] : linesOf(formulas, gradient, (id) => nameOfNode(checked.document, id)),
    [formulas, gradient, checked],
  );
  const found = useFormulaNumbers(showsNumbers ? nodesOf(lines) : []);
  const numbers = useMemo(() => withFollowed(found, followed), [found, followed]);
  const fillings = useMemo(
    () =>
      lines.map(({ formula }) => (numbers === undefined ? undefined : withNumbers(formula, form, numbers))),
    [lines, form, numbers],
  );
  if (formulas === undefined) {
    return (
      <section className="sec">
        <p className="cap">The formula appears when the node's inputs are connected and fit.</p>
      </section>
    );
  }
  const { gradients } = formulas;
  const sheet = lines.map(({ title, caption, formula }, index) => ({
    title: `${title}, ${caption}`,
    formula,
    filled: fillings[index],
  }));
  const name = nameOfNode(checked.document, node);
  const checkedNode = checked.nodes.get(node);
  const heading = gradient === undefined ? name : `${name}, ${gradient.of}`;
  return (
    <>
      <ProofBadge node={node} />
      <div className="sec formula-head">
        <Segments label="Form" value={form} options={forms} onChange={setForm} />
        <span className="switches">
          <Checkbox text="shapes" checked={shapes} onChange={setShapes} />
          <Checkbox text="numbers" checked={showsNumbers} onChange={setShowsNumbers} />
        </span>
        <p className="cap">{meanings[form]}</p>
      </div>
      {gradients.length < 2 || gradient === undefined ? null : (
        <div className="sec formula-of">
          <span className="cap">Gradient of</span>
          <Segments
            label="Gradient of"
            value={gradient.of}
            options={gradients.map(({ of }) => ({ value: of, label: of }))}
            onChange={setChosen}
          />
        </div>
      )}
      {showsNumbers ? <SampleChoice rows={found?.rows} sample={numbers?.sample ?? 0} /> : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the way to its symbols by keyboard */}
      <section className="formula-rows" tabIndex={0} aria-label="Formulas, symbol by symbol">
        {lines.map(({ key, title, caption, formula, pass }, index) => {
          const filled = fillings[index];
          return (
            <FormulaRow
              key={key}
              title={title}
              caption={caption}
              formula={formula}
              shapes={shapes}
              testId={key}
              pass={pass}
            >
              {filled === undefined ? null : <FilledSides filled={filled} label={key} />}
            </FormulaRow>
          );
        })}
      </section>
      <FormulaOpenings names={openable(lines, opened)} opened={opened} onChange={setOpened} />
      <p className="sec cap">
        Point at a symbol, tap it, or go through them with Tab and the arrow keys: its numbers, node and wires
        light up.
      </p>
      {gradient === undefined || gradient.chain !== undefined ? null : (
        <p className="sec cap">No loss is reached from here yet.</p>
      )}
      {gradient === undefined ? (
        <p className="sec cap">Nothing here is differentiated.</p>
      ) : (
        <p className="sec cap">
          {modeMatters ? 'Gradients are those of training. ' : ''}
          {layout}
        </p>
      )}
      <CopyAs
        formats={[
          { name: 'LaTeX', text: () => asLatex(sheet) },
          { name: 'Markdown', text: () => asMarkdown(heading, sheet) },
          { name: 'NumPy', text: () => asNumPy(sheet, numbers) },
          ...(checkedNode === undefined || nodeInPyTorch(checkedNode) === undefined
            ? []
            : [{ name: 'PyTorch', text: () => nodeInPyTorch(checkedNode, numbers) ?? '' }]),
          { name: 'Text', text: () => asText(sheet) },
        ]}
      />
    </>
  );
}
