import { sha256Hex } from '@rochdale/platform';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkedPage, freshRows, rowsPerPage } from './source-row.js';

const row = (id: string, json = '1') => ({ id, json });
const known = (externalId: string, json: string) => ({ externalId, contentHash: sha256Hex(json) });
const told = (...args: Parameters<typeof freshRows>) =>
  freshRows(...args).map(({ externalId, version, json }) => [externalId, version, json]);

describe('what a page tells', () => {
  it('is new where the row is not known', () => {
    expect(told([row('a', '1'), row('b', '1')], [])).toEqual([
      ['a', 1, '1'],
      ['b', 1, '1'],
    ]);
  });

  it('is nothing when the row said it before', () => {
    expect(told([row('a', '1')], [known('a', '1')])).toEqual([]);
    expect(told([row('a', '1')], [known('a', '1'), known('a', '2')])).toEqual([]);
  });

  it('is the next version when the row says something else', () => {
    expect(told([row('a', '3')], [known('a', '1'), known('a', '2')])).toEqual([['a', 3, '3']]);
  });

  it('is told once, however often it stands on the page', () => {
    const page = [row('a', '1'), row('a', '2'), row('a', '1'), row('a', '2')];
    expect(told(page, [])).toEqual([
      ['a', 1, '1'],
      ['a', 2, '2'],
    ]);
  });

  it('is another version with every other byte: the hash is of the text as it came', () => {
    expect(told([row('a', '{"n":1}'), row('a', '{"n": 1}')], [])).toHaveLength(2);
    expect(freshRows([row('a', '{"n":1}')], [])[0]?.contentHash).toBe(sha256Hex('{"n":1}'));
  });

  it('comes to the same in whatever pages it comes, and twice is once', () => {
    const ids = fc.constantFrom('a', 'b', 'c');
    const rows = fc.array(fc.record({ id: ids, json: fc.constantFrom('1', '2', '3') }));
    fc.assert(
      fc.property(rows, fc.nat(), (all, at) => {
        const whole = freshRows(all, []);
        const cut = at % (all.length + 1);
        const first = freshRows(all.slice(0, cut), []);
        expect([...first, ...freshRows(all.slice(cut), first)]).toEqual(whole);
        expect(freshRows(all, whole)).toEqual([]);
      }),
    );
  });
});

describe('a page', () => {
  const asked = { cursor: 'here', overlap: false };
  const page = (rows: readonly { id: string; json: string }[]) => ({
    rows,
    cursor: 'there',
    more: false,
  });
  const refused = expect.objectContaining({ code: 'SOURCE_UNREADABLE' });

  it('is stored as it is', () => {
    const sound = page([row('txn_1', '{"any":["thing"]}')]);
    expect(checkedPage(sound, asked)).toBe(sound);
    const full = page(Array.from({ length: rowsPerPage }, (_, index) => row(`${index}`)));
    expect(checkedPage(full, asked)).toBe(full);
  });

  it.each([
    ['an id of nothing', row('')],
    ['an id with a space', row('a b')],
    ['an id with a control character', row('a\u0000')],
    ['an id beyond ASCII', row('ä')],
    ['an id without end', row('x'.repeat(201))],
    ['no JSON', row('a', '{')],
    ['a raw control character', row('a', '"\u0000"')],
  ])('with %s is refused', (_, odd) => {
    expect(() => checkedPage(page([row('fine'), odd]), asked)).toThrow(refused);
  });

  it('of more rows than fit is refused', () => {
    const rows = Array.from({ length: rowsPerPage + 1 }, (_, index) => row(`${index}`));
    expect(() => checkedPage(page(rows), asked)).toThrow(refused);
  });

  it('with more behind it moves on, unless it begins with what was swept', () => {
    const still = { rows: [], cursor: 'here', more: true };
    expect(() => checkedPage(still, asked)).toThrow(refused);
    expect(checkedPage(still, { ...asked, overlap: true })).toBe(still);
    expect(checkedPage({ ...still, more: false }, asked).more).toBe(false);
  });
});
