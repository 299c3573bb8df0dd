import { anonymousActor, systemActor } from '@rochdale/platform';
import type { Actor, Role } from '@rochdale/platform';
import { describe, expect, it } from 'vitest';
import { asSeenBy, closeness, parseAudience } from './visibility.js';
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
  return { id: 'm', displayName: 'Ada', nameVisibleTo, ...rest };
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
