import { type SecondMessage, SecondThread } from '../../engine/train/second-worker.ts';

const thread = new SecondThread();
const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<SecondMessage>) => void) | null;
};
scope.onmessage = ({ data }) => thread.receive(data);
