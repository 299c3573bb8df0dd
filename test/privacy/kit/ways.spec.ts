import { canonicalJson, newId, sha256Hex } from '@rochdale/platform';
import { describe, expect, it } from 'vitest';
import { stillOpen } from '../still-open.js';
import { acts } from './acts.js';
import { differences } from './difference.js';
import { leftOut } from './electorate.js';
import { listingsOf } from './view.js';
import { ways } from './ways.js';
import type { Trial } from './ways.js';

const memberIds = Array.from({ length: 12 }, () => newId());
const hashOf = (ids: readonly string[]): string =>
  sha256Hex(canonicalJson(ids.toSorted().map((id) => [id, 'user', 1n])));

describe('a hash of an electorate that anybody can reckon', () => {
  it.each([0, 1, 2])('says which %i were left out', (count) => {
    const hash = hashOf(memberIds.slice(count));
    expect(leftOut(hash, memberIds, 'user')?.toSorted()).toEqual(
      memberIds.slice(0, count).toSorted(),
    );
  });

  it('says nothing with a salt that stays inside', () => {
    const salted = sha256Hex(`salt${hashOf(memberIds.slice(1))}`);
    expect(leftOut(salted, memberIds, 'user')).toBeNull();
  });
});

describe('two readings', () => {
  const reading = (balance: string) => [
    ...listingsOf('treasury', { balance, code: 'bank' }),
    ...listingsOf('members', [{ id: 'one' }, { id: 'two' }]),
  ];

  it('are the same whatever the order of fields', () => {
    const other = listingsOf('treasury', { code: 'bank', balance: '1' });
    expect(differences(reading('1').slice(0, 1), other)).toEqual([]);
  });

  it('differ by a number, and by the order of rows', () => {
    expect(differences(reading('1'), reading('2'))).toEqual(['treasury']);
    const turned = listingsOf('members', [{ id: 'two' }, { id: 'one' }]);
    expect(differences(reading('1').slice(1), turned)).toEqual(['members']);
  });
});

describe('words', () => {
  const secret = {
    memberId: memberIds[0] ?? '',
    amountsMinor: new Set<bigint>(),
    instants: new Set<string>(),
    standing: 'paused',
    name: 'Hidden Person',
    isPublic: false,
  };
  const trial = (answer: object): Trial => ({
    asker: 'stranger',
    views: [listingsOf('a', answer)],
    secrets: [secret],
    memberIds,
    insideIds: new Set(),
    words: ['a treatment'],
  });
  const names = ways['names that are hidden, and words for officers'];

  it('are found that a member or an officer alone should read', () => {
    expect(names?.(trial({ title: 'By Hidden Person' }))).toEqual(['a title']);
    expect(names?.(trial({ note: 'for a treatment' }))).toEqual(['a note']);
    expect(names?.(trial({ note: 'for tea' }))).toEqual([]);
  });
});

describe('a vote on an expense', () => {
  const told = (asker: Trial['asker'], answer: object) =>
    ways['votes on what is one person’s']?.({
      asker,
      views: [listingsOf('proposals', answer)],
      secrets: [],
      memberIds,
      insideIds: new Set(),
      words: [],
    });

  it('is found by its title, by what it is about and by what it does', () => {
    expect(told('stranger', { title: 'Expense of 640.00 EUR' })).toEqual(['proposals title']);
    expect(told('partner', { subjectKind: 'expense' })).toEqual(['proposals subjectKind']);
    expect(told('applicant', { kind: 'expense.approve' })).toEqual(['proposals kind']);
    expect(told('stranger', { key: 'expense-standard' })).toEqual([]);
    expect(told('member', { title: 'Expense of 640.00 EUR' })).toEqual([]);
  });
});

it('is known by name whatever is still open', () => {
  const known = [...Object.keys(ways), ...Object.keys(acts)];
  expect(Object.keys(stillOpen).filter((name) => !known.includes(name))).toEqual([]);
});
