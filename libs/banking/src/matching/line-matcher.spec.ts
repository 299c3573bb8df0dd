import { describe, expect, it } from 'vitest';
import { allLineMatchers, defineLineMatcher, whyNotUndo } from './line-matcher.js';

class Silent {
  claim = () => Promise.resolve(null);
}

describe('line matchers', () => {
  it('are asked by priority, whichever was declared first', () => {
    defineLineMatcher({ kind: 'late', priority: 30, service: Silent });
    defineLineMatcher({ kind: 'early', priority: 10, service: Silent });
    defineLineMatcher({ kind: 'between', priority: 20, service: Silent });
    const kinds = allLineMatchers().map(({ kind }) => kind);
    expect(kinds.filter((kind) => ['early', 'between', 'late'].includes(kind))).toEqual([
      'early',
      'between',
      'late',
    ]);
  });

  it('have a kind and a place of their own: who comes first is never an accident', () => {
    defineLineMatcher({ kind: 'only', priority: 40, service: Silent });
    expect(() => defineLineMatcher({ kind: 'only', priority: 41, service: Silent })).toThrow(
      /declared twice/,
    );
    expect(() => defineLineMatcher({ kind: 'other', priority: 40, service: Silent })).toThrow(
      /other and only both have priority 40/,
    );
    expect(() => defineLineMatcher({ kind: 'An other', priority: 50, service: Silent })).toThrow(
      /kebab-case/,
    );
    expect(allLineMatchers().map(({ kind }) => kind)).not.toContain('other');
  });

  it('say what is final of what their lines were for; the rest may be undone', () => {
    defineLineMatcher({ kind: 'sealed', priority: 60, service: Silent, final: ['seal'] });
    expect(whyNotUndo('seal')).toBe('BANK_LINE_FINAL');
    expect(whyNotUndo('account')).toBeNull();
    expect(whyNotUndo(null)).toBe('BANK_LINE_NOT_MATCHED');
  });
});
