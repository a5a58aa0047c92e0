import type { SettingValues } from '../settings.ts';
import { momentumSettings } from './momentum-settings.ts';
import {
  alongCosine,
  type CountedSchedule,
  documented,
  numberAt,
  type Rates,
  wholeSteps,
} from './schedule.ts';

interface Phase {
  /** The scheduler step at which it ends; the next begins there. Not whole where pct_start · total_steps is not. */
  readonly end: number;
  readonly from: Required<Rates>;
  readonly to: Required<Rates>;
}

function phasesOf(values: SettingValues): readonly Phase[] {
  const total = numberAt(values, 'total_steps');
  const rise = numberAt(values, 'pct_start') * total;
  const highest = numberAt(values, 'max_lr');
  const initial = highest / numberAt(values, 'div_factor');
  const [low, high] = [numberAt(values, 'base_momentum'), numberAt(values, 'max_momentum')];
  const start = { learningRate: initial, momentum: high };
  const top = { learningRate: highest, momentum: low };
  const end = { learningRate: initial / numberAt(values, 'final_div_factor'), momentum: high };
  const first = { end: rise - 1, from: start, to: top };
  return values['three_phase'] === true
    ? [first, { end: 2 * rise - 2, from: top, to: start }, { end: total - 1, from: start, to: end }]
    : [first, { end: total - 1, from: top, to: end }];
}

const straight = (from: number, to: number, share: number): number => (to - from) * share + from;

function ratesAt(steps: number, values: SettingValues): Required<Rates> {
  const phases = phasesOf(values);
  const last = phases.length - 1;
  const index = phases.findIndex(({ end }, at) => steps <= end || at === last);
  const phase = phases[index];
  if (phase === undefined) throw new Error('OneCycleLR has phases');
  const begin = phases[index - 1]?.end ?? 0;
  // PyTorch refuses steps beyond total_steps; here the last rate stays.
  const share = phase.end === begin ? 1 : Math.min((steps - begin) / (phase.end - begin), 1);
  const along = values['anneal_strategy'] === 'linear' ? straight : alongCosine;
  return {
    learningRate: along(phase.from.learningRate, phase.to.learningRate, share),
    momentum: along(phase.from.momentum, phase.to.momentum, share),
  };
}

/** Up to the highest learning rate and down far below where it began, once (Smith and Topin 2017). */
export const oneCycleLR: CountedSchedule = {
  kind: 'counted',
  name: 'OneCycleLR',
  help: 'Raises the learning rate to max_lr and lowers it to almost 0, once; made for one step per batch.',
  source: documented('OneCycleLR'),
  settings: [
    { name: 'max_lr', kind: 'number', default: 0.1, minimum: 0, help: 'Highest learning rate.' },
    wholeSteps('total_steps', 'run', 'Scheduler steps in the cycle.'),
    {
      name: 'pct_start',
      kind: 'number',
      default: 0.3,
      minimum: 0,
      maximum: 1,
      help: 'Share of the cycle in which the learning rate rises.',
    },
    {
      name: 'anneal_strategy',
      kind: 'choice',
      default: 'cos',
      options: ['cos', 'linear'],
      help: 'Along half a cosine or a straight line.',
    },
    ...momentumSettings(0.85, 0.95),
    {
      name: 'div_factor',
      kind: 'number',
      default: 25,
      minimum: 1,
      help: 'The first learning rate is max_lr over this.',
    },
    {
      name: 'final_div_factor',
      kind: 'number',
      default: 1e4,
      minimum: 1,
      help: 'The last learning rate is the first over this.',
    },
    {
      name: 'three_phase',
      kind: 'boolean',
      default: false,
      help: 'Comes down as it went up, then on to the last learning rate.',
    },
  ],
  movesMomentum: (values) => values['cycle_momentum'] === true,
  at: (steps, _base, values) => {
    const { learningRate, momentum } = ratesAt(steps, values);
    return values['cycle_momentum'] === true ? { learningRate, momentum } : { learningRate };
  },
};
