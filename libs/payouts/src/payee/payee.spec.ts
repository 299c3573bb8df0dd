import type { Role } from '@rochdale/platform';
import { actorOf } from '@rochdale/testing';
import { describe, expect, it } from 'vitest';
import '../payouts.permissions.js';
import { maskNumber, ownPayee, payeeToSet } from './payee.js';

const nobody = { ...actorOf('active'), memberId: null };
const ada = { ...nobody, memberId: 'ada' };
const host = { ...nobody, kind: 'partner', partnerId: 'host' } as const;
const treasurer = { ...nobody, memberId: 'tess', roles: new Set<Role>(['treasurer']) };
const worker = { ...nobody, kind: 'system' } as const;
const refusal = expect.objectContaining({ code: 'FORBIDDEN' });

describe('one is paid as', () => {
  it('the member or the partner that one is, or not at all', () => {
    expect(ownPayee(ada)).toEqual({ kind: 'member', id: 'ada' });
    expect(ownPayee(host)).toEqual({ kind: 'partner', id: 'host' });
    expect(ownPayee(nobody)).toBeNull();
  });

  it('the member where one is both', () => {
    expect(ownPayee({ ...ada, partnerId: 'host' })).toEqual({ kind: 'member', id: 'ada' });
  });
});

describe('bank details may be set', () => {
  it('of oneself, said or not', () => {
    for (const payee of [undefined, { kind: 'member', id: 'ada' } as const]) {
      expect(payeeToSet(ada, payee)).toEqual({ kind: 'member', id: 'ada' });
    }
    expect(payeeToSet(host, undefined)).toEqual({ kind: 'partner', id: 'host' });
  });

  it('of a partner by a treasurer', () => {
    const payee = { kind: 'partner', id: 'host' } as const;
    expect(payeeToSet(treasurer, payee)).toBe(payee);
    expect(() => payeeToSet(ada, payee)).toThrow(refusal);
    const auditor = { ...treasurer, roles: new Set<Role>(['auditor']) };
    expect(() => payeeToSet(auditor, payee)).toThrow(refusal);
    const former = { ...treasurer, standing: 'left' };
    expect(() => payeeToSet(former, payee)).toThrow(refusal);
  });

  it('of another member by no person at all', () => {
    const payee = { kind: 'member', id: 'bob' } as const;
    for (const actor of [ada, treasurer, host]) {
      expect(() => payeeToSet(actor, payee)).toThrow(refusal);
    }
  });

  it('of whoever has one’s id in the other kind by nobody', () => {
    expect(() => payeeToSet(ada, { kind: 'partner', id: 'ada' })).toThrow(refusal);
    expect(() => payeeToSet(host, { kind: 'member', id: 'host' })).toThrow(refusal);
  });

  it('by the worker of whom it names, and of nobody else', () => {
    const payee = { kind: 'member', id: 'bob' } as const;
    expect(payeeToSet(worker, payee)).toBe(payee);
    expect(() => payeeToSet(worker, undefined)).toThrow(/no payee/);
    expect(() => payeeToSet(nobody, undefined)).toThrow(refusal);
  });
});

it('a masked number shows its ends and nothing between', () => {
  expect(maskNumber('DE89370400440532013000')).toBe('DE89 •••• 3000');
});
