import { describe, expect, it } from 'vitest';
import { seal, unseal } from './seal.js';

const context = { secret: 's'.repeat(32), purpose: 'payee details', rowId: 'row-1' };

describe('a sealed value', () => {
  it('opens where it was sealed, and shows nothing of what is inside', () => {
    const sealed = seal(context, 'DE89370400440532013000');
    expect(unseal(context, sealed)).toBe('DE89370400440532013000');
    expect(sealed.toString('latin1')).not.toContain('DE89');
  });

  it('is never the same twice', () => {
    expect(seal(context, 'x').equals(seal(context, 'x'))).toBe(false);
  });

  it.each([
    ['secret', { ...context, secret: 't'.repeat(32) }],
    ['purpose', { ...context, purpose: 'letters' }],
    ['row', { ...context, rowId: 'row-2' }],
  ])('does not open under another %s', (_, other) => {
    expect(() => unseal(other, seal(context, 'x'))).toThrow(/authenticate/);
  });

  it('does not open when a byte was changed', () => {
    const sealed = seal(context, 'x');
    sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1;
    expect(() => unseal(context, sealed)).toThrow(/authenticate/);
  });
});
