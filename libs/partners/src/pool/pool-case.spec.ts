import { fractions } from '@rochdale/platform';
import { describe, expect, it } from 'vitest';
import { poolSplitJson, readPoolCase } from './pool-case.js';
import { splitRules } from './split-pool.js';

const whole = {
  rule: 'user-centric',
  coopShare: '3/10',
  partners: ['host', 'shop'],
  members: [
    { id: 'ann', paidMinor: '1000' },
    { id: 'bob', paidMinor: 0 },
  ],
  usage: [{ member: 'ann', partner: 'host', quantity: '2.5' }],
  carry: { host: '1/3', '~unused': '-1/6', '~coop': '-1/6' },
};

const read = (changes: Record<string, unknown> = {}) => readPoolCase({ ...whole, ...changes });
const used = (changes: Record<string, unknown>) =>
  read({ usage: [{ member: 'ann', partner: 'host', quantity: '1', ...changes }] });
const pathOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    const { code, details } = error as { code: string; details: { path: string[] } };
    expect(code).toBe('INVALID_INPUT');
    return details.path.join('.');
  }
  return 'read';
};

describe('a case of a split', () => {
  it('is read exactly', () => {
    const pool = read();
    expect(pool).toMatchObject({ rule: 'user-centric', partnerIds: ['host', 'shop'] });
    expect(fractions.format(pool.coopShare)).toBe('3/10');
    expect(fractions.format(pool.lambda)).toBe('0');
    expect([...pool.paidMinor]).toEqual([
      ['ann', 1000n],
      ['bob', 0n],
    ]);
    expect(pool.usage).toEqual([
      { memberId: 'ann', partnerId: 'host', quantity: fractions.parse('2.5') },
    ]);
    expect([...pool.carry.keys()]).toEqual(['host', '~unused', '~coop']);
  });

  it('may leave out the co-operative’s share, usage and carries', () => {
    const { rule, partners, members } = whole;
    const pool = readPoolCase({ rule, partners, members });
    expect([fractions.format(pool.coopShare), pool.usage, pool.carry.size]).toEqual(['0', [], 0]);
  });

  it.each(splitRules)('knows the rule %s', (rule) => {
    expect(read({ rule, lambda: '1/2' }).rule).toBe(rule);
  });

  it.each<[string, Record<string, unknown>]>([
    ['rule', { rule: 'best' }],
    ['lambda', { rule: 'hybrid' }],
    ['lambda', { lambda: '3/2' }],
    ['coopShare', { coopShare: '-1/10' }],
    ['coopShare', { coopShare: '1.01' }],
    ['coopShare', { coopShare: 'half' }],
    ['coopShare', { coopShare: 0.5 }],
    ['partners', { partners: 'host' }],
    ['partners', { partners: ['host', 'host'] }],
    ['partners', { partners: ['~unused'] }],
    ['partners', { partners: ['host', '~coop'] }],
    ['partners.0', { partners: [''] }],
    ['partners.0', { partners: ['x'.repeat(201)] }],
    ['partners.1', { partners: ['host', 7] }],
    ['members', { members: {} }],
    ['members', { members: [whole.members[0], whole.members[0]] }],
    ['members.0', { members: ['ann'] }],
    ['members.0', { members: [null] }],
    ['members.0', { members: [[]] }],
    ['members.0.id', { members: [{ paidMinor: '1' }] }],
    ['members.0.paidMinor', { members: [{ id: 'ann', paidMinor: '-1' }] }],
    ['members.0.paidMinor', { members: [{ id: 'ann', paidMinor: '1/2' }] }],
    ['usage', { usage: 'much' }],
    ['carry', { carry: { host: '1/3' } }],
    ['carry', { carry: [] }],
    ['carry.nobody', { carry: { nobody: '0' } }],
    ['carry.host', { carry: { host: 'x' } }],
  ])('is refused at %s: %j', (path, changes) => {
    expect(pathOf(() => read(changes))).toBe(path);
  });

  it.each<[string, Record<string, unknown>]>([
    ['usage.0.member', { member: 'eve' }],
    ['usage.0.partner', { partner: 'bar' }],
    ['usage.0.quantity', { quantity: '-0.1' }],
    ['usage.0.quantity', { quantity: '1'.repeat(41) }],
    ['usage.0.quantity', { quantity: `0.${'1'.repeat(41)}` }],
    ['usage.0.quantity', { quantity: `1/${'1'.repeat(41)}` }],
    ['usage.0.quantity', { quantity: 2 ** 53 }],
    ['usage.0.quantity', { quantity: ['1'] }],
    ['usage.0.quantity', { quantity: 'x1' }],
    ['usage.0.quantity', { quantity: '1x' }],
  ])('is refused at %s of what was used: %j', (path, changes) => {
    expect(pathOf(() => used(changes))).toBe(path);
  });

  it('takes the ends of what is allowed', () => {
    expect(pathOf(() => read({ coopShare: '0' }))).toBe('read');
    expect(pathOf(() => read({ coopShare: '1' }))).toBe('read');
    expect(pathOf(() => read({ rule: 'hybrid', lambda: '0' }))).toBe('read');
    expect(pathOf(() => read({ partners: ['host', 'x'.repeat(200)] }))).toBe('read');
    expect(pathOf(() => used({ quantity: '1'.repeat(40) }))).toBe('read');
    expect(pathOf(() => used({ quantity: `0.${'1'.repeat(40)}` }))).toBe('read');
    expect(pathOf(() => used({ quantity: `1/${'1'.repeat(40)}` }))).toBe('read');
    expect(pathOf(() => used({ quantity: 0 }))).toBe('read');
  });

  it('carries may be below zero, as long as they sum to zero', () => {
    expect(pathOf(() => read({ carry: { host: '-2/3', shop: '2/3' } }))).toBe('read');
    expect(pathOf(() => read({ carry: { host: '-2/3', shop: '1/3' } }))).toBe('carry');
  });
});

describe('a split as text', () => {
  it('has whole units as strings and carries as fractions', () => {
    expect(
      poolSplitJson({
        partners: new Map([['host', 700n]]),
        unusedMinor: 1n,
        coopMinor: 299n,
        carry: new Map([['host', fractions.parse('-1/3')]]),
      }),
    ).toEqual({ partners: { host: '700' }, unused: '1', coop: '299', carry: { host: '-1/3' } });
  });
});
