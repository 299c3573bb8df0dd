import { describe, expect, it } from 'vitest';
import '../identity.permissions.js';
import { mintSecret } from './secret.js';
import { checkedLifetimeDays, checkedName, checkedScopes } from './token-rules.js';

const refusal = (code: string, path: string) =>
  expect.objectContaining({ code, path: [path] }) as Error;

describe('a token', () => {
  it('lives a whole number of days, from 1 to 366', () => {
    expect([1, 366].map(checkedLifetimeDays)).toEqual([1, 366]);
    for (const days of [0, -1, 367, 1.5, Number.NaN, Infinity]) {
      expect(() => checkedLifetimeDays(days)).toThrow(
        refusal('TOKEN_EXPIRY_INVALID', 'lifetimeDays'),
      );
    }
  });

  it('has a name of 1 to 100 characters besides the blanks around it', () => {
    expect(checkedName(' backup ')).toBe('backup');
    expect(checkedName('x'.repeat(100))).toHaveLength(100);
    for (const name of ['', '  ', 'x'.repeat(101)]) {
      expect(() => checkedName(name)).toThrow(refusal('TOKEN_NAME_INVALID', 'name'));
    }
  });

  it('has at least one scope, each once, and only scopes that exist', () => {
    expect(checkedScopes(['identity:write', 'identity:read', 'identity:write'])).toEqual([
      'identity:read',
      'identity:write',
    ]);
    for (const scopes of [[], ['identity:read', 'everything'], ['all']]) {
      expect(() => checkedScopes(scopes)).toThrow(refusal('TOKEN_SCOPE_INVALID', 'scopes'));
    }
  });

  it('is minted anew each time, and hints at four characters of it', () => {
    const [one, other] = [mintSecret('rcp_'), mintSecret('rck_')];
    expect(one.secret).toMatch(/^rcp_[\w-]{43}$/);
    expect(other.secret.slice(4)).not.toBe(one.secret.slice(4));
    expect(one.hint).toBe(one.secret.slice(0, 8));
    expect(one.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(other.hash).not.toBe(one.hash);
  });
});
