import { createElement, memo, type ReactNode } from 'react';
import type { Expression } from '../../engine/notation/expression.ts';
import { type MathElement, toMathML } from '../../engine/notation/mathml.ts';
import './formula.css';

interface FormulaProps {
  readonly expression: Expression;
  /** Writes each factor's shape under it. */
  readonly shapes?: boolean;
  readonly size?: 'sm' | 'md' | 'lg';
  readonly display?: 'block' | 'inline';
}

/** HTML's and React's names differ for `class` only. */
const reactProperties = ({ class: className, ...rest }: Readonly<Record<string, string>>) =>
  className === undefined ? rest : { ...rest, className };

function render(element: MathElement | string, key: number): ReactNode {
  if (typeof element === 'string') return element;
  return createElement(
    element.tag,
    { key, ...reactProperties(element.attributes) },
    ...element.children.map(render),
  );
}

/** A formula as MathML. The engine writes the tree; here it only becomes elements, never markup text. */
export const Formula = memo(function Formula({
  expression,
  shapes = false,
  size = 'md',
  display = 'inline',
}: FormulaProps) {
  const { tag, attributes, children } = toMathML(expression, { shapes, display: display === 'block' });
  return createElement(tag, { ...reactProperties(attributes), 'data-size': size }, ...children.map(render));
});
