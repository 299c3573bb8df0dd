import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkedSettings, checkSameSettings, nextPage, unswept } from './connection.js';

const shape = z.strictObject({ shelf: z.string().min(1), deep: z.object({ n: z.int() }) });

describe('the settings of a connection', () => {
  it('are what the source asks for', () => {
    const settings = { shelf: 'top', deep: { n: 1 } };
    expect(checkedSettings(shape, settings)).toEqual(settings);
  });

  it.each([
    [{ shelf: '', deep: { n: 1 } }, ['settings', 'shelf']],
    [{ shelf: 'top', deep: { n: 'one' } }, ['settings', 'deep', 'n']],
    [{ shelf: 'top', deep: { n: 1 }, secret: 'x' }, ['settings']],
    [{}, ['settings', 'shelf']],
  ])('are refused with the place where %j is wrong', (given, path) => {
    expect(() => checkedSettings(shape, given)).toThrow(
      expect.objectContaining({ code: 'INVALID_SOURCE_SETTINGS', path }),
    );
  });
});

const position = { cursor: 'c7', begunFrom: 'c3', caughtUp: true };

describe('a connection that comes back', () => {
  const before = { shelf: 'top', n: 1 };

  it('asks what it asked before, in whatever order that was written', () => {
    expect(() => checkSameSettings(before, { n: 1, shelf: 'top' })).not.toThrow();
  });

  it.each([[{ shelf: 'low', n: 1 }], [{ shelf: 'top' }], [{ ...before, more: 1 }]])(
    'does not ask for %j, whose rows may have the same ids',
    (wanted) => {
      expect(() => checkSameSettings(before, wanted)).toThrow(
        expect.objectContaining({ code: 'SOURCE_SETTINGS_FIXED', path: ['settings'] }),
      );
    },
  );
});

describe('the next page', () => {
  it('of nothing yet is the very first', () => {
    expect(nextPage(unswept, false)).toEqual({ cursor: null, overlap: true, begunFrom: null });
  });

  it('begins another run in front of where the last one began', () => {
    expect(nextPage(position, false)).toEqual({ cursor: 'c3', overlap: true, begunFrom: 'c7' });
  });

  it('goes on with a run that is not over, without overlap', () => {
    const amidst = { ...position, caughtUp: false };
    expect(nextPage(amidst, false)).toEqual({ cursor: 'c7', overlap: false, begunFrom: 'c3' });
  });

  it('is the very first when everything is asked for once more', () => {
    const all = { cursor: null, overlap: false, begunFrom: 'c7' };
    expect(nextPage(position, true)).toEqual(all);
    expect(nextPage({ ...position, caughtUp: false }, true)).toEqual(all);
  });
});
