import { describe, expect, it } from 'vitest';
import { filingOf, topicNamed } from './topic.js';

describe('a topic', () => {
  it('has a key and a title in one line', () => {
    expect(topicNamed({ key: 'green-power', title: ' Green power ' })).toEqual({
      key: 'green-power',
      title: 'Green power',
    });
    for (const key of ['', 'Green', 'a--b', '-a', 'a b', 'a'.repeat(61)]) {
      expect(() => topicNamed({ key, title: 'A title' })).toThrow('small letters');
    }
    for (const title of [' ', 'two\nlines', 'a\0b', '\u202Eback', 'a'.repeat(121)]) {
      expect(() => topicNamed({ key: 'a', title })).toThrow('one line');
    }
  });
});

describe('what a proposal is filed under', () => {
  it('is kept in order, its tags in small letters', () => {
    const filing = filingOf({ topics: ['b', 'a'], tags: [' Roof ', 'Äcker'] }, false);
    const workingGroup = null;
    expect(filing).toEqual({ topics: ['a', 'b'], tags: ['roof', 'äcker'], workingGroup });
    expect(filingOf({}, true)).toEqual({ topics: [], tags: [], workingGroup });
    expect(filingOf({ workingGroup: 'roof' }, false)).toMatchObject({ workingGroup: 'roof' });
  });

  it('is said once each, and not without end', () => {
    const refused = (given: Parameters<typeof filingOf>[0], ofHearing = false) => {
      try {
        filingOf(given, ofHearing);
      } catch (error) {
        return (error as { code: string }).code;
      }
      return null;
    };
    const many = Array.from({ length: 11 }, (_, nth) => `t${nth}`);
    expect(refused({ topics: ['a', 'a'] })).toBe('PROPOSAL_TOPICS_INVALID');
    expect(refused({ topics: many.slice(0, 6) })).toBe('PROPOSAL_TOPICS_INVALID');
    expect(refused({ tags: ['Roof', 'roof '] })).toBe('PROPOSAL_TAGS_INVALID');
    for (const tags of [many, [''], ['a'.repeat(41)], ['a\nb']]) {
      expect(refused({ tags })).toBe('PROPOSAL_TAGS_INVALID');
    }
    expect(refused({ topics: ['a'] }, true)).toBe('PROPOSAL_TOPICS_INVALID');
    expect(refused({ tags: ['a'] }, true)).toBe('PROPOSAL_TAGS_INVALID');
    expect(refused({ workingGroup: 'a' }, true)).toBe('PROPOSAL_GROUP_INVALID');
  });
});
