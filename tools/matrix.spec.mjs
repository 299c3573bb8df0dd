import { describe, expect, it } from 'vitest';
import { inWords } from './matrix.mjs';

describe('what changed in the permission matrix, in words', () => {
  const closed = { member: 'FORBIDDEN', anonymous: 'UNAUTHENTICATED' };

  it('begins with what became allowed to whom', () => {
    const after = {
      'Query.a': { member: 'ok', anonymous: 'UNAUTHENTICATED' },
      'Query.b': { member: 'FORBIDDEN', anonymous: 'ok' },
    };
    expect(inWords({ 'Query.a': closed, 'Query.c': closed }, after)).toEqual([
      'member may now ask Query.a (was FORBIDDEN, answers ok)',
      'anonymous may now ask Query.b (it is new, answers ok)',
      'Query.c is gone',
    ]);
  });

  it('says what is refused now, and what is answered otherwise', () => {
    const before = { 'Query.a': { member: 'ok', anonymous: 'nothing' } };
    const after = { 'Query.a': { member: 'FORBIDDEN', anonymous: 'ok' } };
    expect(inWords(before, after)).toEqual([
      'member may no longer ask Query.a (FORBIDDEN)',
      'Query.a answers anonymous with ok, no more nothing',
    ]);
    expect(inWords(after, after)).toEqual([]);
  });
});
