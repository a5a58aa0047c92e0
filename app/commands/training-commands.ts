import { documentStore } from '../document/store.ts';
import { pauseTraining, resetTraining, startTraining, stepTraining } from '../training/controls.ts';
import { trainingStore } from '../training/status.ts';
import {
  backToNow,
  branchHere,
  canTravel,
  isInPast,
  takeUpFormer,
  travelBy,
  travelByEpoch,
} from '../training/time-travel.ts';
import { finishPhase, leaveWalk, walkOn } from '../training/walk.ts';
import { isWalking } from '../training/walk-state.ts';
import type { Command } from './command.ts';

const canTrain = () => documentStore.getState().checked.trainable;

function toggleTraining(): void {
  if (trainingStore.getState().status === 'running') pauseTraining();
  else void startTraining();
}

/** What drives a run and its timeline. */
export const trainingCommands: readonly Command[] = [
  {
    id: 'training.run',
    title: 'Train or pause',
    group: 'Training',
    shortcuts: ['Mod+Enter'],
    run: toggleTraining,
    whileTyping: true,
  },
  {
    id: 'training.pause',
    title: 'Pause training',
    group: 'Training',
    shortcuts: ['Mod+Alt+Enter'],
    when: () => trainingStore.getState().status === 'running',
    run: pauseTraining,
    whileTyping: true,
  },
  {
    id: 'training.step',
    title: 'One step',
    group: 'Training',
    shortcuts: ['Shift+Space'],
    run: () => void stepTraining(),
  },
  {
    id: 'training.walk',
    title: 'Go through the coming update, node by node',
    group: 'Training',
    shortcuts: ['N'],
    run: walkOn,
  },
  {
    id: 'training.finish-phase',
    title: 'Finish the phase',
    group: 'Training',
    shortcuts: [],
    when: isWalking,
    run: finishPhase,
  },
  {
    id: 'training.leave-walk',
    title: 'Leave the coming update as it is',
    group: 'Training',
    shortcuts: [],
    when: isWalking,
    run: leaveWalk,
  },
  {
    id: 'training.step-back',
    title: 'Look a step back',
    group: 'Training',
    shortcuts: ['['],
    when: canTravel,
    run: () => travelBy(-1),
  },
  {
    id: 'training.step-on',
    title: 'Look a step on',
    group: 'Training',
    shortcuts: [']'],
    when: isInPast,
    run: () => travelBy(1),
  },
  {
    id: 'training.epoch-back',
    title: 'Look an epoch back',
    group: 'Training',
    shortcuts: ['{'],
    when: canTravel,
    run: () => travelByEpoch(-1),
  },
  {
    id: 'training.epoch-on',
    title: 'Look an epoch on',
    group: 'Training',
    shortcuts: ['}'],
    when: isInPast,
    run: () => travelByEpoch(1),
  },
  {
    id: 'training.now',
    title: 'Back to now',
    group: 'Training',
    shortcuts: [],
    when: isInPast,
    run: backToNow,
  },
  {
    id: 'training.branch',
    title: 'Go on from the past that is looked at',
    group: 'Training',
    shortcuts: [],
    when: isInPast,
    run: branchHere,
  },
  {
    id: 'training.former',
    title: 'Take up the former run again',
    group: 'Training',
    shortcuts: [],
    when: () => trainingStore.getState().former?.isKept === true,
    run: takeUpFormer,
  },
  {
    id: 'training.reset',
    title: 'Start over',
    group: 'Training',
    shortcuts: [],
    when: canTrain,
    run: () => void resetTraining(),
  },
];
