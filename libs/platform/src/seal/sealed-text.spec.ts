import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seal, sealingKey, unsealBytes } from './seal.js';
import { isSealedText, openText, sealText } from './sealed-text.js';

const context = { secret: 's'.repeat(32), purpose: 'waiver reasons', rowId: 'row-1' };

describe('a sealed text', () => {
  it('opens where it was sealed, whatever it says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (said) => {
        expect(openText(context, sealText(context, said))).toBe(said);
      }),
      { numRuns: 50 },
    );
  });

  it('shows nothing of what is inside, and is never the same twice', () => {
    const [one, two] = [sealText(context, 'no job'), sealText(context, 'no job')];
    expect(one.toString('latin1')).not.toContain('no job');
    expect(one.equals(two)).toBe(false);
  });

  it('has a key of its own: that of its purpose opens the key alone', () => {
    const sealed = sealText(context, 'no job');
    expect(isSealedText(sealed)).toBe(true);
    const purposeKey = sealingKey(context);
    expect(unsealBytes(purposeKey, context.rowId, sealed.subarray(4, 64))).toHaveLength(32);
    expect(() => unsealBytes(purposeKey, context.rowId, sealed.subarray(64))).toThrow(
      /authenticate/,
    );
  });

  it('opens when it was sealed before texts had keys of their own', () => {
    const sealed = seal(context, 'no job');
    expect(isSealedText(sealed)).toBe(false);
    expect(openText(context, sealed)).toBe('no job');
  });

  it.each([
    ['secret', { ...context, secret: 't'.repeat(32) }],
    ['purpose', { ...context, purpose: 'letters' }],
    ['row', { ...context, rowId: 'row-2' }],
  ])('does not open under another %s', (_, other) => {
    expect(() => openText(other, sealText(context, 'x'))).toThrow(/authenticate/);
  });

  it('does not open when any byte was changed', () => {
    const sealed = sealText(context, 'x');
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed.at(at) ?? 0) ^ 1;
      expect(() => openText(context, changed)).toThrow(/authenticate/);
    }
  });
});
