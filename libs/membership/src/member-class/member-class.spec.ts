import { describe, expect, it } from 'vitest';
import { checkedClass, defaultClasses } from './member-class.js';
import type { MemberClass } from './member-class.js';

const worker: MemberClass = {
  key: 'worker',
  name: 'Worker',
  mayVote: true,
  votes: 1,
  openTo: 'person',
};

describe('a class of members', () => {
  it.each<[string, Partial<MemberClass>]>([
    ['a key of one letter', { key: 'w' }],
    ['a key of 40 characters', { key: `w${'-1'.repeat(19)}x` }],
    ['a name of 100 characters', { name: 'x'.repeat(100) }],
    ['one vote', { votes: 1 }],
    ['a thousand votes', { votes: 1000 }],
    ['both kinds of members', { openTo: 'both' }],
  ])('may have %s', (_, change) => {
    expect(checkedClass({ ...worker, ...change })).toEqual({ ...worker, ...change });
  });

  it.each<[string, string, Partial<MemberClass>]>([
    ['an empty key', 'key', { key: '' }],
    ['a key of 41 characters', 'key', { key: `w${'x'.repeat(40)}` }],
    ['a key that begins with a digit', 'key', { key: '1st' }],
    ['a key with capitals', 'key', { key: 'Worker' }],
    ['a second line in its key', 'key', { key: 'worker\nx' }],
    ['a name of blanks', 'name', { name: '  ' }],
    ['a name of 101 characters', 'name', { name: 'x'.repeat(101) }],
    ['no vote at all', 'votes', { votes: 0 }],
    ['1001 votes', 'votes', { votes: 1001 }],
    ['half a vote', 'votes', { votes: 1.5 }],
    ['a kind of members that there is not', 'openTo', { openTo: 'robot' as 'person' }],
  ])('has not %s', (_, path, change) => {
    expect(() => checkedClass({ ...worker, ...change })).toThrow(
      expect.objectContaining({ code: 'MEMBER_CLASS_INVALID', path: [path] }) as Error,
    );
  });

  it('loses the blanks around its name', () => {
    expect(checkedClass({ ...worker, name: ' Worker ' }).name).toBe('Worker');
  });

  it('is one of four at the start, of which supporters do not vote', () => {
    expect(defaultClasses.map(checkedClass)).toEqual(defaultClasses);
    const voting = defaultClasses.filter(({ mayVote }) => mayVote).map(({ key }) => key);
    expect(voting).toEqual(['worker', 'user', 'organisation']);
    const open = (kind: string) =>
      defaultClasses.filter(({ openTo }) => openTo === kind || openTo === 'both').length;
    expect([open('person'), open('organisation')]).toEqual([3, 2]);
  });
});
