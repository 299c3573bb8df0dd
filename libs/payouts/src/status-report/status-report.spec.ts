import { readPain002 } from '@rochdale/bank-formats';
import { describe, expect, it } from 'vitest';
import { statusReportFile } from '../testing/status-reports.js';
import type { MadeReport } from '../testing/status-reports.js';
import { failureCodeOf, orderNamesOf, wordsOf } from './status-report.js';
import type { FiledPayout } from './status-report.js';

const paymentFileId = '0194a000-0000-7000-8000-00000000000f';
const idOf = (last: number) => `0194a000-0000-7000-8000-00000000000${last}`;
const nameOf = (id: string) => id.replaceAll('-', '');
const payout = (last: number, state: FiledPayout['state'] = 'submitted'): FiledPayout => ({
  id: idOf(last),
  endToEndId: nameOf(idOf(last)),
  state,
  amountMinor: 12_00n,
  currency: 'EUR',
});
const both = [payout(1), payout(2)];

const words = (made: Omit<MadeReport, 'paymentFileId'>, payouts: readonly FiledPayout[] = both) =>
  wordsOf(readPain002(statusReportFile({ paymentFileId, ...made }, nameOf)), payouts);
const effects = (...given: Parameters<typeof words>) => words(...given).map((one) => one.effect);

const refused = { status: 'RJCT', reason: 'AC01' };

describe('a bank’s answer to a payment file', () => {
  it('names its order by the message, or by the batch alone', () => {
    const report = readPain002(statusReportFile({ paymentFileId, batch: refused }, nameOf));
    expect(new Set(orderNamesOf(report))).toEqual(new Set([nameOf(paymentFileId)]));
    expect(orderNamesOf({ ...report, originalMessageId: 'NONREF' })).toEqual([
      nameOf(paymentFileId),
    ]);
    expect(orderNamesOf({ ...report, originalMessageId: null, batches: [] })).toEqual([]);
  });

  it.each<[string, Omit<MadeReport, 'paymentFileId'>, string[]]>([
    ['the message', { group: refused }, ['refused', 'refused']],
    ['the batch', { group: { status: 'PART' }, batch: refused }, ['refused', 'refused']],
    ['the batch alone', { batch: refused }, ['refused', 'refused']],
    [
      'one of two transfers, in part',
      { group: { status: 'PART' }, transfers: [{ payoutId: idOf(2), ...refused }] },
      ['waits', 'refused'],
    ],
    [
      'all but what it names as taken',
      { group: refused, transfers: [{ payoutId: idOf(1), status: 'ACSP' }] },
      ['waits', 'refused'],
    ],
    ['nothing that is under way', { group: { status: 'PDNG' } }, ['waits', 'waits']],
    ['nothing by a code that nobody knows', { group: { status: 'WHAT' } }, ['waits', 'waits']],
    ['nothing when it says nothing', {}, ['waits', 'waits']],
    ['what was called back', { group: { status: 'CANC' } }, ['refused', 'refused']],
  ])('refuses %s', (_, made, expected) => {
    expect(effects(made)).toEqual(expected);
  });

  it('is doubted where it contradicts itself, or names another amount', () => {
    const twice = [refused, { status: 'ACSC' }].map((word) => ({ payoutId: idOf(1), ...word }));
    expect(effects({ transfers: twice })).toEqual(['doubtful', 'waits']);
    const other = { payoutId: idOf(1), ...refused, amount: '12.01' };
    expect(effects({ transfers: [other] })).toEqual(['doubtful', 'waits']);
    expect(effects({ transfers: [{ ...other, amount: '12.00' }] })).toEqual(['refused', 'waits']);
  });

  it('never ends what was debited, and nothing twice', () => {
    const states = ['settled', 'returned', 'rejected', 'cancelled'] as const;
    const payouts = states.map((state, index) => payout(index, state));
    expect(effects({ group: refused }, payouts)).toEqual(['debited', 'debited', 'known', 'known']);
  });

  it('says so of transfers that are none of the file’s', () => {
    const [, , foreign] = words({ transfers: [{ payoutId: idOf(7), ...refused }] });
    expect(foreign).toEqual({
      payoutId: null,
      endToEndId: nameOf(idOf(7)),
      meaning: 'rejected',
      reason: 'AC01',
      effect: 'unknown',
    });
  });

  it('gives its reason, the nearest one, as a code', () => {
    const made = { group: { status: 'RJCT', reason: 'FF01' }, batch: { status: 'RJCT' } };
    expect(words(made).map(failureCodeOf)).toEqual(['BANK_FF01', 'BANK_FF01']);
    const transfers = [{ payoutId: idOf(1), ...refused }];
    expect(words({ ...made, transfers }).map(failureCodeOf)).toEqual(['BANK_AC01', 'BANK_FF01']);
    expect(failureCodeOf({ reason: null })).toBe('REJECTED_BY_BANK');
  });
});
