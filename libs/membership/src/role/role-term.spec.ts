import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkedTerm, covers, parseRole, shortenedEnd } from './role-term.js';

const at = (day: number) => new Date(Date.UTC(2026, 0, day));
const code = (name: string) => expect.objectContaining({ code: name }) as Error;

describe('a term of office', () => {
  it('covers its start but not its end', () => {
    const term = { startsAt: at(1), endsAt: at(10) };
    expect(covers(term, at(1))).toBe(true);
    expect(covers(term, at(9))).toBe(true);
    expect(covers(term, at(10))).toBe(false);
    expect(covers(term, new Date(at(1).getTime() - 1))).toBe(false);
  });

  it('without an end covers every later moment', () => {
    fc.assert(
      fc.property(fc.date({ min: at(1), noInvalidDate: true }), (moment) => {
        expect(covers({ startsAt: at(1), endsAt: null }, moment)).toBe(true);
      }),
    );
  });

  it('ends after it starts, and is not over when it is given', () => {
    expect(() => checkedTerm({ startsAt: at(5), endsAt: at(5) }, at(1))).toThrow(
      code('ROLE_TERM_INVALID'),
    );
    expect(() => checkedTerm({ startsAt: at(1), endsAt: at(3) }, at(4))).toThrow(
      code('ROLE_TERM_INVALID'),
    );
    expect(checkedTerm({ startsAt: at(5), endsAt: null }, at(1)).endsAt).toBeNull();
  });

  it('can be cut short, but not revived', () => {
    const term = { startsAt: at(1), endsAt: at(10) };
    expect(shortenedEnd(term, at(5), at(5))).toEqual(at(5));
    expect(() => shortenedEnd(term, at(12), at(5))).toThrow(code('ROLE_TERM_ENDED'));
    expect(() => shortenedEnd(term, at(11), at(11))).toThrow(code('ROLE_TERM_ENDED'));
  });

  it('that has not begun is called off: it ends as it starts', () => {
    expect(shortenedEnd({ startsAt: at(8), endsAt: null }, at(5), at(5))).toEqual(at(8));
  });

  it('is of a role that exists', () => {
    expect(parseRole('treasurer')).toBe('treasurer');
    expect(() => parseRole('king')).toThrow(code('ROLE_UNKNOWN'));
  });
});
