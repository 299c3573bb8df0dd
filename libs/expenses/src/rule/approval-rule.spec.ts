import { describe, expect, it } from 'vitest';
import type { ApprovalBands } from './approval-rule.js';
import { parseBands, stepsFrom, usualBands } from './approval-rule.js';

const office = { kind: 'role', role: 'treasurer', approvals: 1 } as const;
const vote = { kind: 'vote', policyKey: 'expense-standard' } as const;
const band = (upToMinor: string | null) => ({ upToMinor, band: office, receipts: false });
const endless = band(null);

const refusal = (...path: string[]) =>
  expect.objectContaining({ code: 'APPROVAL_RULE_INVALID', path: ['bands', ...path] }) as Error;

describe('the bands of an approval rule', () => {
  it.each<[string, unknown, string[]]>([
    ['no end', [band('100')], []],
    ['an end before the end', [endless, band('100')], []],
    ['two ends', [endless, endless], []],
    ['limits that do not go up', [band('100'), band('100'), endless], []],
    ['limits that go down', [band('200'), band('100'), endless], []],
    ['limits that go up as words only', [band('99'), band('100'), band('20'), endless], []],
    ['no bands', [], []],
    [
      'too many bands',
      Array.from({ length: 21 }, (_, at) => band(at === 20 ? null : `${at + 1}`)),
      [],
    ],
    ['what is no list', { 0: endless }, []],
    ['a limit that is a number', [{ ...endless, upToMinor: 100 }], ['0', 'upToMinor']],
    ['a limit of nothing', [band('0'), endless], ['0', 'upToMinor']],
    ['a limit below nothing', [band('-1'), endless], ['0', 'upToMinor']],
    ['a limit with a point', [band('1.5'), endless], ['0', 'upToMinor']],
    ['a limit with a nought before it', [band('0100'), endless], ['0', 'upToMinor']],
    ['a limit past every amount', [band('1'.repeat(17)), endless], ['0', 'upToMinor']],
    ['no word on receipts', [{ upToMinor: null, band: office }], ['0', 'receipts']],
    ['what it does not know', [{ ...endless, skip: true }], ['0']],
  ])('are refused with %s, and the field at fault is said', (_name, bands, path) => {
    expect(() => parseBands(bands)).toThrow(refusal(...path));
  });

  it.each<[string, object, string[]]>([
    ['nobody to approve', { ...office, approvals: 0 }, ['approvals']],
    ['more approvers than an office has', { ...office, approvals: 11 }, ['approvals']],
    ['half an approval', { ...office, approvals: 1.5 }, ['approvals']],
    ['an auditor who approves', { ...office, role: 'auditor' }, ['role']],
    ['a membership officer who approves', { ...office, role: 'membership-officer' }, ['role']],
    ['an office that there is not', { ...office, role: 'king' }, ['role']],
    ['a policy of no name', { ...vote, policyKey: '' }, ['policyKey']],
    ['a policy with too long a name', { ...vote, policyKey: 'x'.repeat(61) }, ['policyKey']],
    ['a third way', { kind: 'lot' }, ['kind']],
    ['both ways at once', { ...office, policyKey: 'ordinary' }, []],
  ])('are refused with %s', (_name, one, path) => {
    const bands = [band('100'), { ...endless, band: one }];
    expect(() => parseBands(bands)).toThrow(refusal('1', 'band', ...path));
  });

  it('are taken as they were given', () => {
    const given: ApprovalBands = [
      { upToMinor: '1', band: office, receipts: false },
      { upToMinor: '99', band: { ...office, role: 'secretary', approvals: 10 }, receipts: true },
      { upToMinor: '100', band: { ...office, role: 'coordinator' }, receipts: false },
      { upToMinor: '9'.repeat(16), band: { ...office, role: 'administrator' }, receipts: false },
      { upToMinor: null, band: { ...vote, policyKey: 'x'.repeat(60) }, receipts: true },
    ];
    expect(parseBands(given)).toEqual(given);
    const most = Array.from({ length: 20 }, (_, at) => band(at === 19 ? null : `${at + 1}`));
    expect(parseBands(most)).toHaveLength(20);
  });
});

describe('the band of an amount', () => {
  const rule: ApprovalBands = [
    { upToMinor: '100', band: office, receipts: false },
    { upToMinor: '1000', band: { ...office, approvals: 2 }, receipts: true },
    { upToMinor: null, band: vote, receipts: true },
  ];

  it.each([
    [1n, 0],
    [99n, 0],
    [100n, 0],
    [101n, 1],
    [1_000n, 1],
    [1_001n, 2],
    [10n ** 15n, 2],
  ])('of %s is the first whose limit holds it, and those above it', (amountMinor, at) => {
    expect(stepsFrom(rule, amountMinor)).toEqual(rule.slice(at));
  });

  it('is an error of ours where a rule has an end after all', () => {
    expect(() => stepsFrom([band('100')], 101n)).toThrow(/no end/);
  });
});

describe('a co-operative without a rule of its own', () => {
  it.each([
    ['EUR', 50_000n],
    ['JPY', 500n],
    ['KWD', 500_000n],
  ])('leaves 500 %s to one treasurer, and more to the members', (currency, limit) => {
    const bands = usualBands(currency);
    expect(parseBands(bands)).toEqual(bands);
    expect(stepsFrom(bands, limit)[0]).toMatchObject({ band: office, receipts: false });
    expect(stepsFrom(bands, limit + 1n)[0]).toMatchObject({ band: vote, receipts: false });
  });

  it('has none in a currency that does not exist', () => {
    const unknown = expect.objectContaining({ code: 'INVALID_CURRENCY' }) as Error;
    expect(() => usualBands('pounds')).toThrow(unknown);
  });
});
