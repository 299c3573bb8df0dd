import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differenceOf, htmlOfDifference } from './difference.js';

const said = (before: string, after: string): string =>
  differenceOf(before, after)
    .map(({ kind, text }) => (kind === 'same' ? text : `{${kind === 'added' ? '+' : '-'}${text}}`))
    .join('');

describe('the difference of two texts', () => {
  it('is told word by word', () => {
    expect(said('Buy a red kettle.', 'Buy a blue kettle.')).toBe('Buy a {-red}{+blue} kettle.');
    expect(said('one\ntwo\nthree\n', 'one\nthree\n')).toBe('one\n{-two\n}three\n');
    expect(said('', 'new')).toBe('{+new}');
    expect(said('same', 'same')).toBe('same');
  });

  it('is shown with nothing of either text that acts', () => {
    expect(htmlOfDifference('a <b> & c', 'a <i> & c')).toBe(
      'a &lt;<del>b</del><ins>i</ins>&gt; &amp; c',
    );
  });

  it('gives back both texts, whatever they are', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', 'ä', '.'), maxLength: 60 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const parts = differenceOf(before, after);
        const without = (gone: string) =>
          parts.flatMap(({ kind, text: one }) => (kind === gone ? [] : [one])).join('');
        expect([without('added'), without('removed')]).toEqual([before, after]);
      }),
    );
  });

  it('of two long texts that share nothing is all of both, and soon', () => {
    const long = (letter: string) => `${letter} `.repeat(25_000);
    expect(differenceOf(long('a'), long('b')).map(({ kind }) => kind)).toContain('added');
  });

  it('is looked for so far in all, and what comes after is replaced whole', () => {
    const text = (sign: string, blocks: number) =>
      `${sign.repeat(240)} tail\nbetween\n`.repeat(blocks);
    const removed = (blocks: number, shared = { left: 1_000_000 }) =>
      differenceOf(text('.', blocks), text(';', blocks), shared)
        .filter(({ kind }) => kind === 'removed')
        .map(({ text: one }) => one.includes('tail'));
    expect(removed(3)).toEqual([false, true, true]);
    const shared = { left: 200_000 };
    expect([removed(1, shared), removed(1, shared)]).toEqual([[false], [true]]);
  });
});
