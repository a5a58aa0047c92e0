import { useEffect, useMemo } from 'react';
import { nameOfNode } from '../../engine/graph/display-name.ts';
import type { FormulaForm, Formula as FormulaOfNode } from '../../engine/graph/formula/formula.ts';
import { valueSymbol } from '../../engine/graph/formula/formula-names.ts';
import { numbersOfSample, withNumbers } from '../../engine/graph/formula/formula-numbers.ts';
import { nodeFormulas } from '../../engine/graph/formula/formulas.ts';
import { type LiveNumbers, nodesOfNumbers } from '../../engine/graph/formula/live-numbers.ts';
import { symbolsOf } from '../../engine/graph/formula/symbols.ts';
import { toText } from '../../engine/notation/text.ts';
import { outputKey } from '../../engine/program/program.ts';
import { isBatch } from '../../engine/program/shape.ts';
import { type PhaseStep, phases } from '../../engine/train/phases.ts';
import { useDocument } from '../document/store.ts';
import { FollowedMark } from '../formulas/followed-mark.tsx';
import { Formula } from '../formulas/formula.tsx';
import { useFollowed } from '../formulas/use-following.ts';
import { equal, FilledSides } from '../inspector/filled-formula.tsx';
import { useFormulaNumbers, withFollowed } from '../inspector/use-formula-numbers.ts';
import { programOf } from '../program/program-of.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Select } from '../ui/select.tsx';
import { useTraining } from './status.ts';
import { UpdateEquations } from './update-equations.tsx';
import { finishPhase, leaveWalk, playWalk, setPace, walkBack, walkInside, walkOn } from './walk.ts';
import { cardOf, type Pace, paces, usePace, useWalk } from './walk-state.ts';
import './timeline.css';

const nothing: ReadonlySet<string> = new Set();

/** A formula, and the same with the numbers of one sample of the batch. */
function Equation({
  formula,
  form,
  numbers,
  label,
}: {
  readonly formula: FormulaOfNode;
  readonly form: FormulaForm;
  readonly numbers: LiveNumbers | undefined;
  readonly label: string;
}) {
  const filled = numbers === undefined ? undefined : withNumbers(formula, form, numbers);
  return (
    <div className="update-equation">
      <div className="in-symbols">
        <Formula expression={formula.expression} />
        {formula.definitions.map((definition, index) => (
          <div key={toText(definition)}>
            <span className="cap">{index === 0 ? 'where' : 'and'}</span>{' '}
            <Formula expression={definition} size="sm" />
          </div>
        ))}
      </div>
      {filled === undefined ? null : <FilledSides filled={filled} label={label} />}
    </div>
  );
}

/** What a data node gives: the numbers of one sample of the batch. */
function GivenNumbers({ node }: { readonly node: string }) {
  const checked = useDocument((state) => state.checked);
  const found = withFollowed(useFormulaNumbers([node]), useFollowed());
  const [[port, { shape }] = ['', { shape: [] }]] = checked.nodes.get(node)?.outputs ?? [];
  const name = valueSymbol(symbolsOf(checked), node, port);
  const tensor = found?.values.get(outputKey('value', node, port));
  const numbers =
    tensor === undefined || found === undefined ? undefined : numbersOfSample(tensor, shape, found, name);
  return (
    <div className="update-equation">
      <div className="in-symbols">
        <Formula expression={name} />
      </div>
      {numbers === undefined ? null : <Formula expression={equal(numbers)} size="sm" />}
      {found === undefined || !shape.some(isBatch) ? null : (
        <span className="cap">
          the data, row {found.rows[found.sample]}
          {found.following === undefined ? '; click a number to follow it through the update' : ''}
        </span>
      )}
    </div>
  );
}

/** What a node does in its turn: its value, or each gradient, that which it hands on before what it keeps for its update. */
function Equations({ step: { phase, node } }: { readonly step: PhaseStep }) {
  const checked = useDocument((state) => state.checked);
  const steps = useWalk((walk) => walk?.steps);
  const followed = useFollowed();
  // Of a number that is followed its own line says more than the matrix in which it stands; the loss is of the whole batch.
  const ofPart = followed.following === undefined ? 'matrix' : 'component';
  const form = phase === 'loss' ? 'batched' : ofPart;
  const formulas = useMemo(
    () => nodeFormulas(checked, programOf(checked), node, { form, opened: nothing }),
    [checked, node, form],
  );
  const shown = useMemo(() => {
    if (phase !== 'backward') return (formulas?.forward ?? []).slice(0, 1);
    // What comes in from the data is handed no gradient.
    const learns = (from: string) => steps?.some((step) => step.phase === phase && step.node === from);
    return (formulas?.gradients ?? [])
      .filter(({ role, name }) => role === 'parameter' || (name.kind === 'symbol' && learns(name.node ?? '')))
      .toSorted((a, b) => Number(a.role === 'parameter') - Number(b.role === 'parameter'))
      .map(({ product }) => product);
  }, [formulas, phase, steps]);
  const found = useFormulaNumbers([...new Set(shown.flatMap(nodesOfNumbers))].sort());
  const numbers = withFollowed(found, followed);
  if (phase === 'forward' && checked.nodes.get(node)?.inputs.size === 0) return <GivenNumbers node={node} />;
  return (
    <div className="update-equations">
      {shown.map((formula) => (
        <Equation
          key={toText(formula.expression)}
          formula={formula}
          form={form}
          numbers={numbers}
          label={`${node} ${phase}`}
        />
      ))}
    </div>
  );
}

/** Heads of the wires that the pass has come to: forward at their end, backward at their start, beside the port there. */
function PassArrows() {
  return (
    <svg className="pass-arrows" aria-hidden="true">
      {(['forward', 'backward'] as const).map((pass) => (
        <marker
          key={pass}
          id={`pass-${pass}`}
          className={pass === 'forward' ? 'fw' : 'bw'}
          viewBox="0 0 10 10"
          refX="17"
          refY="5"
          markerWidth="10"
          markerHeight="10"
          markerUnits="userSpaceOnUse"
          orient="auto-start-reverse"
        >
          <path d="M0 0 10 5 0 10z" />
        </marker>
      ))}
    </svg>
  );
}

const seconds = (pace: Pace): string => `${pace}\u2009s`;

/** The coming update node by node: whose turn it is, what it computes, and with which numbers. */
export function WalkPanel() {
  const walk = useWalk((walk) => walk);
  const document = useDocument((state) => state.document);
  const isPlaying = walk?.isPlaying === true;
  const hasEnded = useTraining(({ status }) => status === 'done');
  const pace = usePace();
  useEffect(() => {
    if (!isPlaying) return undefined;
    const timer = setInterval(walkOn, Number(pace) * 1000);
    return () => clearInterval(timer);
  }, [isPlaying, pace]);
  const step = walk?.steps[walk.at];
  if (walk === undefined || step === undefined) return null;
  const ofPhase = walk.steps.filter(({ phase }) => phase === step.phase);
  const card = cardOf(step.node);
  const isInside = card !== undefined && card !== step.node;
  const isBack = step.phase === 'backward' || step.phase === 'update';
  return (
    <section className="walk" aria-label="The coming update, node by node">
      <PassArrows />
      <div className="walk-bar">
        <ol className="phases">
          {phases.map((phase) => (
            <li
              key={phase}
              className={phase === 'backward' || phase === 'update' ? 'bw' : 'fw'}
              aria-current={phase === step.phase ? 'step' : undefined}
            >
              {phase}
            </li>
          ))}
        </ol>
        <span className="turn" role="status">
          <b className={isBack ? 'bw' : 'fw'}>
            {isBack ? '◂' : '▸'} {nameOfNode(document, card ?? step.node)}
          </b>{' '}
          {isInside ? <span className="cap">› {step.node.slice(card.length + 1)}</span> : null}{' '}
          <span className="num">
            {ofPhase.indexOf(step) + 1} of {ofPhase.length}
          </span>
        </span>
        <FollowedMark />
        <IconButton icon="left" label="The node before" disabled={walk.at === 0} onClick={walkBack} />
        <IconButton
          icon={isPlaying ? 'pause' : 'play'}
          label={isPlaying ? 'Stop playing' : `Play, a node every ${seconds(pace)}`}
          onClick={() => playWalk(!isPlaying)}
        />
        <Select
          label="Time for each node while it plays"
          value={pace}
          options={paces.map((value) => ({ value, label: seconds(value) }))}
          onChange={setPace}
        />
        {isInside ? (
          <Button variant="line" small className="inside" onClick={walkInside}>
            Step inside
          </Button>
        ) : null}
        <Button variant="line" small className="finish" onClick={finishPhase}>
          Finish {step.phase}
        </Button>
        <Button variant="main" small className="next" onClick={walkOn}>
          {walk.at < walk.steps.length - 1 ? 'Next node' : hasEnded ? 'Leave' : 'Make the update'}{' '}
          <kbd>N</kbd>
        </Button>
        <IconButton icon="close" label="Leave without an update" onClick={leaveWalk} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by keyboard */}
      <section className="walk-equation" tabIndex={0} aria-label="What happens now, symbol by symbol">
        {step.phase === 'update' ? <UpdateEquations node={step.node} /> : <Equations step={step} />}
      </section>
    </section>
  );
}
