import { newId, toGlobalId, toMemberId } from '@rochdale/platform';
import type { OwnIdAudience } from '@rochdale/platform';
import { describe, expect, it } from 'vitest';
import { joinedOver, personsByThing } from './beside.js';

const [proposal, term, member] = [newId(), newId(), newId()];
const ids = (audience: OwnIdAudience) => toMemberId(member, audience);
const isPerson = (text: string): boolean =>
  (['inside', 'stranger', 'partner a'] as const).some((audience) => text === ids(audience));

const told = (audience: OwnIdAudience) => ({
  edges: [{ node: { id: toGlobalId('Proposal', proposal), proposer: { id: ids(audience) } } }],
});
const offices = (audience: OwnIdAudience) => [
  { id: ids(audience), roles: [{ id: toGlobalId('RoleTerm', term) }] },
];
const read = (...answers: unknown[]) => personsByThing(answers, isPerson);

describe('two readings laid side by side', () => {
  it('join the ids of a person that both were told beside the same thing', () => {
    expect(joinedOver(read(told('partner a')), read(told('stranger')))).toEqual([
      `${toGlobalId('Proposal', proposal)}: ${ids('partner a')} ${ids('stranger')}`,
    ]);
  });

  it('join them where the thing is part of what is told of the person', () => {
    expect(joinedOver(read(offices('partner a')), read(offices('inside')))).toHaveLength(1);
  });

  it('join ids as well that have no digit by chance', () => {
    const [thing, one, other] = [
      'UHJvcGFzYWw_AbcdEFghIj',
      'ATbYMOZSFcUjbAPlcJoAdh',
      'zYWwDrmaUHJvcGFz',
    ];
    const isOne = (text: string) => text === one || text === other + other;
    const laid = (id: string) => personsByThing([{ id, thing }], isOne);
    expect(joinedOver(laid(one), laid(other + other))).toHaveLength(1);
  });

  it('join none where each thing was told to one of them, or both know one id', () => {
    expect(joinedOver(read(offices('partner a')), read(told('stranger')))).toEqual([]);
    expect(joinedOver(read(told('stranger')), read(told('stranger')))).toEqual([]);
  });

  it('join none by instants', () => {
    const at = (audience: OwnIdAudience) => ({ id: ids(audience), at: '2026-01-01T00:00:00.000Z' });
    expect(joinedOver(read(at('partner a')), read(at('stranger')))).toEqual([]);
  });
});
