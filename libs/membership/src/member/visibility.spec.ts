import { anonymousActor, systemActor } from '@rochdale/platform';
import type { Actor, Role } from '@rochdale/platform';
import { describe, expect, it } from 'vitest';
import { asSeenBy, audiences, closeness, parseAudience } from './visibility.js';
import type { Audience, MemberFacts } from './visibility.js';

function actor(standing: string, roles: Role[] = [], memberId = 'viewer'): Actor {
  const stranger = anonymousActor('coop');
  return {
    ...stranger,
    kind: 'account',
    accountId: 'a',
    memberId,
    standing,
    roles: new Set(roles),
  };
}

function member(nameVisibleTo: Audience, profileVisibleTo: Audience = 'members'): MemberFacts {
  const admittedAt = new Date('2026-01-01T00:00:00Z');
  const rest = { classKey: 'worker', standing: 'in-arrears', admittedAt, profileVisibleTo };
  const called = { pseudonym: null, pseudonymVisibleTo: 'officers' } as const;
  return { id: 'm', displayName: 'Ada', nameVisibleTo, ...called, ...rest };
}

const viewers: readonly [string, Actor, Audience][] = [
  ['a stranger', anonymousActor('coop'), 'public'],
  ['an applicant', actor('applicant'), 'public'],
  ['a member', actor('active'), 'members'],
  ['a member in arrears', actor('in-arrears'), 'members'],
  ['a former member', actor('left'), 'public'],
  ['a membership officer', actor('active', ['membership-officer']), 'officers'],
  ['a suspended administrator', actor('suspended', ['administrator']), 'public'],
  ['the service', systemActor('coop', 'job'), 'officers'],
];

describe('what one may see of a member', () => {
  it.each(viewers)('%s is as close as that', (_, viewer, expected) => {
    expect(closeness(viewer)).toBe(expected);
  });

  it('shows a name to the audience that the member chose, and to those who are closer', () => {
    const shown = (viewer: Actor, audience: Audience) =>
      asSeenBy(viewer, member(audience)).displayName;
    expect(shown(anonymousActor('coop'), 'public')).toBe('Ada');
    expect(shown(anonymousActor('coop'), 'members')).toBeNull();
    expect(shown(actor('active'), 'members')).toBe('Ada');
    expect(shown(actor('active'), 'officers')).toBeNull();
    expect(shown(actor('active', ['secretary']), 'officers')).toBe('Ada');
  });

  it('shows the pseudonym to those it is open to who may not see the name', () => {
    const called = (viewer: Actor, name: Audience, pseudonym: Audience) => {
      const chosen = { pseudonym: 'Nightjar', pseudonymVisibleTo: pseudonym };
      const { displayName, isPseudonym } = asSeenBy(viewer, { ...member(name), ...chosen });
      return [displayName, isPseudonym];
    };
    const [stranger, fellow] = [anonymousActor('coop'), actor('active')];
    expect(called(stranger, 'members', 'public')).toEqual(['Nightjar', true]);
    expect(called(stranger, 'public', 'public')).toEqual(['Ada', false]);
    expect(called(stranger, 'officers', 'members')).toEqual([null, false]);
    expect(called(fellow, 'officers', 'members')).toEqual(['Nightjar', true]);
    expect(called(fellow, 'officers', 'officers')).toEqual([null, false]);
    expect(called(fellow, 'members', 'public')).toEqual(['Ada', false]);
    expect(called(actor('active', ['secretary']), 'officers', 'public')).toEqual(['Ada', false]);
    expect(called(actor('active', [], 'm'), 'officers', 'public')).toEqual(['Ada', false]);
  });

  it('tells partners no pseudonym: two of them would know whom they both serve', () => {
    const partner = { ...anonymousActor('coop'), kind: 'partner', partnerId: 'p' } as const;
    const chosen = { pseudonym: 'Nightjar', pseudonymVisibleTo: 'public' } as const;
    expect(asSeenBy(partner, { ...member('members'), ...chosen })).toMatchObject({
      displayName: null,
      isPseudonym: false,
    });
    expect(asSeenBy(partner, { ...member('public'), ...chosen }).displayName).toBe('Ada');
  });

  it('shows strangers nothing of anybody that members do not see', () => {
    const choices = audiences.flatMap((name) =>
      audiences.flatMap((pseudonym) => audiences.map((profile) => ({ name, pseudonym, profile }))),
    );
    const [stranger, fellow] = [anonymousActor('coop'), actor('active')];
    for (const { name, pseudonym, profile } of choices) {
      for (const chosen of [null, 'Nightjar']) {
        const pseudonymous = { pseudonym: chosen, pseudonymVisibleTo: pseudonym };
        const facts = { ...member(name, profile), ...pseudonymous };
        const [outside, inside] = [asSeenBy(stranger, facts), asSeenBy(fellow, facts)];
        const isShown = (field: 'displayName' | 'classKey' | 'admittedAt') =>
          outside[field] === null || inside[field] !== null;
        expect([isShown('displayName'), isShown('classKey'), isShown('admittedAt')]).toEqual([
          true,
          true,
          true,
        ]);
        if (!inside.isPseudonym) continue;
        expect([null, inside.displayName]).toContain(outside.displayName);
      }
    }
  });

  it('shows everything to the member themselves', () => {
    const seen = asSeenBy(actor('active', [], 'm'), member('officers', 'officers'));
    expect(seen).toMatchObject({ displayName: 'Ada', classKey: 'worker', standing: 'in-arrears' });
  });

  it('keeps arrears between the member and the officers', () => {
    expect(asSeenBy(actor('active'), member('public', 'public')).standing).toBeNull();
    expect(asSeenBy(actor('active', ['treasurer']), member('public')).standing).toBe('in-arrears');
  });

  it('refuses an audience that does not exist', () => {
    expect(() => parseAudience('friends', ['name'])).toThrow(
      expect.objectContaining({ code: 'VISIBILITY_UNKNOWN', path: ['name'] }) as Error,
    );
  });
});
