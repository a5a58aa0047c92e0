import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type ChooserSubject,
  chooserStore,
  closeChooser,
  openChooserMeanwhile,
  renewChooser,
} from '../../../app/chooser/chooser-store.ts';

const place = { title: 'Find a node', at: { x: 1, y: 2 } };
const choices: ChooserSubject = { ...place, search: () => [], none: () => 'There is no node yet.' };
const open = () => chooserStore.getState();

beforeEach(() => {
  // Asked for what has the focus when a list opens.
  vi.stubGlobal('document', { activeElement: null });
  closeChooser();
});
afterEach(() => vi.unstubAllGlobals());

describe('a list whose choices are fetched when it is opened', () => {
  it('is open before they are there, and stays the same list, so that what is typed is kept', async () => {
    const fetched = Promise.resolve();
    openChooserMeanwhile(place, async (meanwhile) => {
      await fetched;
      renewChooser(meanwhile, choices);
    });
    expect(open().subject).toMatchObject(place);
    expect(open().subject?.search('fc1')).toEqual([]);
    const { opened } = open();
    await vi.waitFor(() => expect(open().subject).toBe(choices));
    expect(open().opened).toBe(opened);
  });

  it('stays closed where it is closed before they are there', async () => {
    const tried = vi.fn();
    openChooserMeanwhile(place, async (meanwhile) => {
      await Promise.resolve();
      renewChooser(meanwhile, choices);
      tried();
    });
    closeChooser();
    await vi.waitFor(() => expect(tried).toHaveBeenCalled());
    expect(open().subject).toBeUndefined();
  });

  it('says so where they cannot be fetched', async () => {
    openChooserMeanwhile(place, () => Promise.reject(new TypeError('Failed to fetch')));
    await vi.waitFor(() => expect(open().subject?.none(false)).toMatch(/could not be fetched/));
  });
});
