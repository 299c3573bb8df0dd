import fc from 'fast-check';
import type { Role } from '@rochdale/platform';
import { describe, expect, it } from 'vitest';
import { payoutStates } from './payout.js';
import { checkDestination, checkRelease, usableDetails, whyNotRelease } from './release-rules.js';
import type { Releasable, Release } from './release-rules.js';

const payout: Releasable = {
  id: 'payout',
  state: 'approved',
  currency: 'EUR',
  payeeKind: 'member',
  payeeId: 'ada',
  requestedByAccountId: 'approver',
  enteredByAccountId: null,
};
const release: Release = {
  by: {
    accountId: 'treasurer',
    memberId: 'tess',
    partnerId: null,
    roles: new Set<Role>(['treasurer']),
  },
  treasurers: ['tess'],
  currency: 'EUR',
  secondPersonReleases: true,
};
const code = (changes: Partial<Releasable>, by: Partial<Release> = {}) => {
  try {
    checkRelease({ ...payout, ...changes }, { ...release, ...by });
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('a payout may be released', () => {
  it('when it is approved, by somebody else, from an account in its currency', () => {
    expect(code({})).toBeNull();
  });

  it.each(payoutStates.filter((state) => state !== 'approved'))(
    'and never when it is %s',
    (state) => {
      expect(code({ state })).toBe('PAYOUT_STATE');
    },
  );

  it('from no account in another currency, whichever of the two is the odd one', () => {
    expect(code({ currency: 'USD' })).toBe('WRONG_CURRENCY');
    expect(code({}, { currency: 'USD' })).toBe('WRONG_CURRENCY');
    expect(code({ currency: 'USD' }, { currency: 'USD' })).toBeNull();
  });
});

describe('nobody releases to themselves', () => {
  it('as a member', () => {
    expect(code({ payeeId: 'tess' })).toBe('PAYOUT_OWN');
  });

  it('as a partner', () => {
    const partner = { ...release.by, accountId: null, memberId: null, partnerId: 'host' };
    expect(code({ payeeKind: 'partner', payeeId: 'host' }, { by: partner })).toBe('PAYOUT_OWN');
    expect(code({ payeeKind: 'partner', payeeId: 'other' }, { by: partner })).toBeNull();
  });

  it('and a partner whose id is the member’s is somebody else', () => {
    expect(code({ payeeKind: 'partner', payeeId: 'tess' })).toBeNull();
    const partner = { ...release.by, accountId: null, memberId: null, partnerId: 'ada' };
    expect(code({ payeeId: 'ada' }, { by: partner })).toBeNull();
  });

  it('even where one person may do both', () => {
    expect(code({ payeeId: 'tess' }, { secondPersonReleases: false })).toBe('PAYOUT_OWN');
  });
});

describe('an administrator', () => {
  const roles = new Set<Role>(['administrator']);
  const by = { accountId: 'administrator', memberId: 'ida', partnerId: null, roles };
  const own = { payeeId: 'tess' };

  it('releases what pays the only treasurer', () => {
    expect(code(own, { by })).toBeNull();
    expect(code(own, { by, treasurers: ['tess', 'tess'] })).toBeNull();
  });

  it.each<[string, Partial<Releasable>, readonly string[]]>([
    ['another treasurer could', own, ['tess', 'theo']],
    ['nobody holds the office', own, []],
    ['somebody else is paid', {}, ['tess']],
    ['a partner of the same id is paid', { ...own, payeeKind: 'partner' }, ['tess']],
  ])('releases nothing where %s', (_, changes, treasurers) => {
    expect(code(changes, { by, treasurers })).toBe('PAYOUT_FOR_TREASURER');
  });

  it('never releases to themselves, nor what they approved where two are asked for', () => {
    expect(code({ payeeId: 'ida' }, { by, treasurers: ['ida'] })).toBe('PAYOUT_OWN');
    const both = { by: { ...by, accountId: 'approver' } };
    expect(code(own, both)).toBe('SECOND_PERSON_REQUIRED');
  });
});

describe('the second person', () => {
  const approver = { ...release.by, accountId: 'approver' };

  it('is needed where the rules say so', () => {
    expect(code({}, { by: approver })).toBe('SECOND_PERSON_REQUIRED');
    expect(code({}, { by: approver, secondPersonReleases: false })).toBeNull();
  });

  it('is needed of what nobody approved by itself, whatever the rules say', () => {
    const entered = { requestedByAccountId: null, enteredByAccountId: 'approver' };
    for (const secondPersonReleases of [true, false]) {
      expect(code(entered, { by: approver, secondPersonReleases })).toBe('SECOND_PERSON_REQUIRED');
      expect(code(entered, { secondPersonReleases })).toBeNull();
    }
  });

  it('is anybody where the worker approved', () => {
    expect(code({ requestedByAccountId: null })).toBeNull();
  });
});

it('what is said beforehand is what a release says, whoever asks for whichever payout', () => {
  const people = ['tess', 'ada', 'ida'] as const;
  fc.assert(
    fc.property(
      fc.record({
        state: fc.constantFrom(...payoutStates),
        payeeKind: fc.constantFrom('member' as const, 'partner' as const),
        payeeId: fc.constantFrom(...people),
        requestedByAccountId: fc.constantFrom(null, ...people),
        enteredByAccountId: fc.constantFrom(null, ...people),
      }),
      fc.record({
        accountId: fc.constantFrom(...people),
        memberId: fc.constantFrom(null, ...people),
        partnerId: fc.constantFrom(null, ...people),
        roles: fc.constantFrom('treasurer', 'administrator').map((role) => new Set<Role>([role])),
      }),
      fc.record({
        treasurers: fc.subarray([...people]),
        secondPersonReleases: fc.boolean(),
      }),
      (changes, by, rules) => {
        const said = whyNotRelease(by, { ...payout, ...changes }, rules);
        expect(said).toBe(code(changes, { by, ...rules }));
      },
    ),
  );
});

it('every refusal names its payout', () => {
  for (const changes of [{ currency: 'USD' }, { payeeId: 'tess' }] as const) {
    expect(() => checkRelease({ ...payout, ...changes }, release)).toThrow(
      expect.objectContaining({ details: { path: ['payoutIds'], data: { payoutId: 'payout' } } }),
    );
  }
  const by = { ...release.by, accountId: 'approver' };
  expect(() => checkRelease(payout, { ...release, by })).toThrow(
    expect.objectContaining({ details: { path: ['payoutIds'], data: { payoutId: 'payout' } } }),
  );
});

describe('bank details', () => {
  const now = new Date('2026-01-02T12:00:00Z');
  const details = { usableFrom: now, masked: 'x' };

  it('are used from the very instant on that they have cooled off', () => {
    expect(usableDetails('payout', details, now)).toBe(details);
  });

  it('are not used a moment before', () => {
    const usableFrom = new Date(now.getTime() + 1);
    expect(() => usableDetails('payout', { ...details, usableFrom }, now)).toThrow(
      expect.objectContaining({
        code: 'PAYEE_DETAILS_COOLING_OFF',
        details: {
          path: ['payoutIds'],
          data: { payoutId: 'payout', usableFrom: usableFrom.toISOString() },
        },
      }),
    );
  });

  it('that nobody gave are none', () => {
    expect(() => usableDetails('payout', null, now)).toThrow(
      expect.objectContaining({
        code: 'PAYEE_DETAILS_MISSING',
        details: { path: ['payoutIds'], data: { payoutId: 'payout' } },
      }),
    );
  });

  it('are used exactly when their time has come, whenever that is', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000, max: 1_000 }), (ms) => {
        const usableFrom = new Date(now.getTime() + ms);
        const use = () => usableDetails('payout', { usableFrom }, now);
        if (ms <= 0) expect(use()).toEqual({ usableFrom });
        else expect(use).toThrow(/cool/);
      }),
    );
  });
});

describe('money goes where it went when it was approved', () => {
  const approved = { holderName: 'Ada', accountNumber: 'NL91ABNA0417164300', bic: null };

  it('also when the same account was entered again', () => {
    expect(() => checkDestination('payout', approved, { ...approved })).not.toThrow();
  });

  it.each([
    ['account', { accountNumber: 'DE02120300000000202051' }],
    ['bank', { bic: 'ABNANL2A' }],
    ['holder', { holderName: 'Eve' }],
  ])('and not to another %s: that is asked for again', (_, changes) => {
    expect(() => checkDestination('payout', approved, { ...approved, ...changes })).toThrow(
      expect.objectContaining({
        code: 'PAYEE_DETAILS_CHANGED',
        details: { path: ['payoutIds'], data: { payoutId: 'payout' } },
      }),
    );
  });

  it('or where the payee said later, when they had said nothing by then', () => {
    expect(() => checkDestination('payout', null, approved)).not.toThrow();
  });
});
