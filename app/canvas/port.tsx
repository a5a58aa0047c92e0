import { Handle, Position } from 'reactflow';
import type { Carries } from '../../engine/operators/operator.ts';
import { chooseConnection } from './connect-chooser.ts';
import { usePortMood } from './connecting.ts';
import { useIsSheetLocked } from './sheet-lock.ts';

/** Marks off the number of a wire's place at a port that takes several; no port's name has it. */
const slotMark = ':';

/** React Flow's handle of a wire's place at a port: of the first the port's own name. */
export const handleOf = (port: string, slot: number): string =>
  slot === 0 ? port : `${port}${slotMark}${slot}`;

export const portOfHandle = (handle: string | null | undefined): string => handle?.split(slotMark)[0] ?? '';

interface PortProps {
  readonly node: string;
  readonly nodeName: string;
  readonly port: string;
  readonly side: 'input' | 'output';
  /** 0 is level with the formula, further ones lie below. */
  readonly index: number;
  /** The place among the wires of a port that takes several. */
  readonly slot: number;
  readonly carries: Carries;
  /** What it carries in words, with the shape, as far as that is known: 'logits N×3'. */
  readonly carried: string | undefined;
  /** What is at the other end, by name; empty where nothing is connected. */
  readonly connectedTo: readonly string[];
  readonly faulty: boolean;
}

/**
 * Distance of the first port from the card's top, at the formula's height, and of each further one, in pixels: 24 of the screen,
 * enough for a finger, wherever whole cards are drawn, which is from 60 % on.
 */
export const firstPort = 47;
const portStep = 40;

/** From the first to the last of this many ports on one side. */
export const spanOfPorts = (count: number): number => Math.max(count - 1, 0) * portStep;

/** The least height of a card with this many ports on one side. */
export const heightOfPorts = (count: number): number => firstPort + spanOfPorts(count) + 7;

const kinds: Readonly<Record<Carries, string>> = { numbers: 'numbers', classes: 'class indices' };

export function Port(props: PortProps) {
  const { node, nodeName, port, side, index, slot, carries, carried, connectedTo, faulty } = props;
  const isLocked = useIsSheetLocked();
  const mood = usePortMood(node, port, side);
  const looks = [
    'port',
    carries === 'classes' && 'cls',
    connectedTo.length > 0 && 'full',
    faulty && 'bad',
    mood,
  ];
  const far = connectedTo.length > 0 ? `connected to ${connectedTo.join(', ')}` : 'not connected';
  return (
    <Handle
      type={side === 'input' ? 'target' : 'source'}
      position={side === 'input' ? Position.Left : Position.Right}
      id={handleOf(port, slot)}
      className={looks.filter(Boolean).join(' ')}
      style={{ top: firstPort + index * portStep }}
      isConnectable={!isLocked}
      role="button"
      tabIndex={0}
      aria-label={`${nodeName} ${side} ${port}, ${carried ?? kinds[carries]}, ${far}. Enter connects.`}
      title={`${port} · ${carried ?? kinds[carries]}`}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        event.stopPropagation();
        const box = event.currentTarget.getBoundingClientRect();
        chooseConnection({ node, port, side }, { x: box.right, y: box.bottom });
      }}
    />
  );
}
