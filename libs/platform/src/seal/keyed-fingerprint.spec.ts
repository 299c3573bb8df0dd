import { beforeAll, describe, expect, it } from 'vitest';
import { sha256Hex } from '../kernel/canonical.js';
import { sealTextsWith } from './kept-text.js';
import { keyedFingerprint } from './keyed-fingerprint.js';

describe('a fingerprint with a key', () => {
  beforeAll(() => sealTextsWith('a secret for tests only, long enough'));

  it('is the same for the same, and another for another text or purpose', () => {
    const one = keyedFingerprint('payers', 'DE89');
    expect(keyedFingerprint('payers', 'DE89')).toBe(one);
    expect(one).toMatch(/^k1:[0-9a-f]{64}$/);
    expect(keyedFingerprint('payers', 'DE90')).not.toBe(one);
    expect(keyedFingerprint('payees', 'DE89')).not.toBe(one);
  });

  it('cannot be made by whoever has no secret', () => {
    const one = keyedFingerprint('payers', 'DE89');
    expect(one).not.toContain(sha256Hex('DE89'));
    sealTextsWith('another secret, for tests only as well');
    expect(keyedFingerprint('payers', 'DE89')).not.toBe(one);
    sealTextsWith('a secret for tests only, long enough');
  });
});
