import { parentPort } from 'node:worker_threads';
import { type SecondMessage, SecondThread } from '../train/second-worker.ts';

const thread = new SecondThread();
parentPort?.on('message', (message: SecondMessage) => thread.receive(message));
