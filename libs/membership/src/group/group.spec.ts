import { describe, expect, it } from 'vitest';
import { groupOf } from './group.js';

const garden = { key: 'garden', name: 'The garden', purpose: 'Beds and compost.' };

describe('a working group', () => {
  it('has a key, a name in one line and a purpose', () => {
    expect(groupOf({ ...garden, name: ' The garden ' })).toEqual(garden);
    for (const key of ['', 'The Garden', 'a--b', '-a', 'a'.repeat(61)]) {
      expect(() => groupOf({ ...garden, key })).toThrow('small letters');
    }
    for (const name of [' ', 'two\nlines', '\u202Eback', 'a'.repeat(121)]) {
      expect(() => groupOf({ ...garden, name })).toThrow('one line');
    }
    for (const purpose of [' ', 'a\0b', 'a'.repeat(2001)]) {
      expect(() => groupOf({ ...garden, purpose })).toThrow('A purpose has');
    }
  });
});
