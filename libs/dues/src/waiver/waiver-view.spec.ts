import { anonymousActor, newId, unopened } from '@rochdale/platform';
import type { Actor, Role } from '@rochdale/platform';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import '../dues.permissions.js';
import { ownWaiverView, sealReason, waiverView } from './waiver-view.js';
import type { WaiverRow } from './waiver.store.js';

const secret = 'a secret for tests only, long enough';
const row = (id: string, reasonSealed: Buffer | null): WaiverRow => ({
  id,
  memberId: newId(),
  amountMinor: 1n,
  fromOn: '2026-01-01',
  untilOn: '2026-01-31',
  reasonSealed,
  state: 'asked',
  askedAt: new Date(0),
  decidedAt: null,
});

describe('the reason of a waiver', () => {
  it('comes back as it was said, without the blanks around it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 50 }), (said) => {
        fc.pre(said.trim() !== '');
        const id = newId();
        const { reason } = ownWaiverView(secret, row(id, sealReason(secret, id, ` ${said}\n`)));
        expect(reason).toBe(said.trim());
      }),
      { numRuns: 20 },
    );
  });

  it.each([null, undefined, '', ' \n'])('%j is none, and nothing is kept', (said) => {
    const id = newId();
    expect(sealReason(secret, id, said)).toBeNull();
    expect(ownWaiverView(secret, row(id, null)).reason).toBeNull();
  });

  it('is not readable as it is kept, and never sealed twice alike', () => {
    const id = newId();
    const [one, two] = [sealReason(secret, id, 'no job'), sealReason(secret, id, 'no job')];
    expect(one?.includes('no job')).toBe(false);
    expect(one?.equals(two ?? Buffer.of())).toBe(false);
  });

  it('opens only on its own waiver and with the secret', () => {
    const id = newId();
    const sealed = sealReason(secret, id, 'no job');
    expect(ownWaiverView(secret, row(id, sealed)).reason).toBe('no job');
    expect(ownWaiverView(secret, row(newId(), sealed)).reason).toBe(unopened);
    expect(ownWaiverView(`${secret}!`, row(id, sealed)).reason).toBe(unopened);
  });

  it('is all that is hidden of a row', () => {
    const { reasonSealed: _, ...rest } = row(newId(), null);
    expect(ownWaiverView(secret, { ...rest, reasonSealed: null })).toEqual({
      ...rest,
      reason: null,
    });
  });

  const person = (memberId: string, roles: readonly Role[]): Actor => ({
    ...anonymousActor(),
    kind: 'account',
    memberId,
    standing: 'active',
    roles: new Set(roles),
  });
  const id = newId();
  const asked = row(id, sealReason(secret, id, 'no job'));
  const [own, other] = [person(asked.memberId, []), person(newId(), [])];
  const treasurer = person(newId(), ['treasurer']);

  it.each([
    ['its member', 'asked', own, 'no job'],
    ['its member', 'granted', own, 'no job'],
    ['who decides', 'asked', treasurer, 'no job'],
    ['who decided', 'granted', treasurer, null],
    ['who decided', 'refused', treasurer, null],
    ['who would have decided', 'withdrawn', treasurer, null],
    ['an auditor', 'asked', person(newId(), ['auditor']), null],
    ['another member', 'asked', other, null],
  ] as const)('is shown to %s of one that is %s: %#', (_, state, reader, shown) => {
    expect(waiverView(secret, { ...asked, state }, reader).reason).toBe(shown);
  });
});
