import { readMeaningsOf } from '@rochdale/banking';
import { linesOfSourceRows } from '@rochdale/collections';
import { membersOfBooks, membersOfLines, membersOfPayers } from '@rochdale/dues';
import { membersOfLocked } from '@rochdale/expenses';
import { readSourcesOf } from '@rochdale/ledger';
import { membersPaid } from '@rochdale/payouts';
import { isId } from '@rochdale/platform';
import type { Look, LooksBehind, Tx } from '@rochdale/platform';

const lookAt =
  (what: Look['what']) =>
  (memberId: string): Look => ({ what, memberId });

const idsOf = (kind: string, found: readonly { readonly kind: string; readonly id: string }[]) =>
  found.filter((one) => one.kind === kind && isId(one.id)).map(({ id }) => id);

/** Who is paid or pays by bank lines: what explains them, and who paid from that account before. */
async function personsOfLines(
  tx: Tx,
  lineIds: readonly string[],
  alsoOfFiles: boolean,
): Promise<Look[]> {
  const lines = await readMeaningsOf(tx, lineIds);
  const matched = lines.flatMap(({ matchedKind: kind, matchedId: id }) =>
    kind === null || id === null ? [] : [{ kind, id }],
  );
  const known = lines.map(({ counterpartyAccount }) => counterpartyAccount);
  const files = idsOf('payment-file', matched);
  const found = await Promise.all([
    membersOfLines(tx, lineIds),
    membersOfPayers(
      tx,
      known.filter((account) => account !== null),
    ),
    membersPaid(tx, {
      payoutIds: idsOf('payout', matched),
      transactionIds: lines.flatMap(({ matchedKind, transactionId }) =>
        matchedKind === 'payout' && transactionId !== null ? [transactionId] : [],
      ),
      paymentFileIds: alsoOfFiles ? files : [],
    }).then((paid) => paid.map(({ memberId }) => memberId)),
  ]);
  return found.flat().map(lookAt('bank-line'));
}

/** Of a sum that paid a file of many the line names nobody. */
export const behindLine: LooksBehind = (tx, lineIds) => personsOfLines(tx, lineIds, false);

/** The payments of a batch name everybody in it. */
export const behindBatch: LooksBehind = (tx, lineIds) => personsOfLines(tx, lineIds, true);

export const behindSourceRow: LooksBehind = async (tx, rowIds) =>
  personsOfLines(tx, await linesOfSourceRows(tx, rowIds), false);

/** Whose credit is paid back; what else is paid to members all of them may see. */
const ofRefunds = async (tx: Tx, by: Parameters<typeof membersPaid>[1]): Promise<Look[]> =>
  (await membersPaid(tx, by))
    .filter(({ obligationKind }) => obligationKind === 'dues-refund')
    .map(({ memberId }) => lookAt('credit')(memberId));

export const behindPayout: LooksBehind = (tx, payoutIds) => ofRefunds(tx, { payoutIds });

/** Of who was erased, what the law of books keeps: read by clerks alone. */
export const behindVoucher: LooksBehind = async (tx, expenseIds) =>
  (await membersOfLocked(tx, expenseIds)).map(lookAt('voucher'));

/** Whose dues the books tell of: by what was booked, and by what it was booked for. */
export const behindTransaction: LooksBehind = async (tx, transactionIds) => {
  const sources = await readSourcesOf(tx, transactionIds);
  const [dues, refunds] = await Promise.all([
    membersOfBooks(tx, {
      transactionIds,
      invoiceIds: idsOf('invoice', sources),
      creditEntryIds: idsOf('credit-entry', sources),
      refundIds: idsOf('dues-refund', sources),
    }),
    ofRefunds(tx, { payoutIds: idsOf('payout', sources), transactionIds }),
  ]);
  return [
    ...dues.map(({ memberId, isCredit }) => lookAt(isCredit ? 'credit' : 'invoice')(memberId)),
    ...idsOf('member', sources).map(lookAt('credit')),
    ...refunds,
  ];
};

export const behindInvoice: LooksBehind = async (tx, invoiceIds) => {
  const none = { transactionIds: [], creditEntryIds: [], refundIds: [] };
  const found = await membersOfBooks(tx, { ...none, invoiceIds });
  return found.map(({ memberId }) => lookAt('invoice')(memberId));
};
