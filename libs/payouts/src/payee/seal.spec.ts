import { describe, expect, it } from 'vitest';
import { openAccount, openIfWhole, sealAccount } from './seal.js';

const secret = 'a secret for tests only, long enough';
const account = { holderName: 'Ada Ädams', accountNumber: 'NL91ABNA0417164300', bic: null };

describe('where a payee is paid', () => {
  const sealed = sealAccount(secret, 'row', account);

  it('is read again as it was said', () => {
    expect(openAccount(secret, 'row', sealed)).toEqual(account);
  });

  it('is not seen in what is kept, and kept differently each time', () => {
    expect(sealed.toString('latin1')).not.toContain('ABNA');
    expect(sealAccount(secret, 'row', account).equals(sealed)).toBe(false);
  });

  it('is read by nobody without the secret, nor out of another row', () => {
    expect(() => openAccount('another secret, as long as the other', 'row', sealed)).toThrow(
      /authenticate/,
    );
    expect(() => openAccount(secret, 'other', sealed)).toThrow(/authenticate/);
  });

  it('is refused when a byte of it was changed', () => {
    for (const at of [0, 20, sealed.length - 1]) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => openAccount(secret, 'row', changed)).toThrow(/authenticate/);
      expect(openIfWhole(secret, 'row', changed)).toBeNull();
    }
    expect(openIfWhole(secret, 'row', Buffer.from('short'))).toBeNull();
    expect(openIfWhole('another secret, as long as the other', 'row', sealed)).toBeNull();
    expect(openIfWhole(secret, 'row', sealed)).toEqual(account);
  });
});
