import { afterEach, describe, expect, it, vi } from 'vitest';
import { giveWay } from '../../../app/training/give-way.ts';
import { tell } from '../../../app/training/training-client.ts';

vi.mock(import('../../../app/training/training-client.ts'), () => ({ tell: vi.fn() }));

afterEach(() => {
  vi.unstubAllGlobals();
  vi.mocked(tell).mockClear();
});

describe('giving way to a hand that moves the sheet', () => {
  it('is said to the worker now and then where cores are few', () => {
    vi.stubGlobal('navigator', { hardwareConcurrency: 2 });
    for (const now of [1000, 1016, 1032, 1120]) giveWay(now);
    expect(vi.mocked(tell).mock.calls).toEqual([[{ kind: 'give-way' }], [{ kind: 'give-way' }]]);
  });

  it('is not needed where there are cores for both', () => {
    vi.stubGlobal('navigator', { hardwareConcurrency: 16 });
    giveWay(5000);
    expect(tell).not.toHaveBeenCalled();
  });
});
