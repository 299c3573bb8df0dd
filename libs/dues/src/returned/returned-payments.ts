import { Injectable } from '@nestjs/common';
import { BankAccounts, BankLines, isCalledSo, Offices, returnTold } from '@rochdale/banking';
import type { Claim, MatchedBankLine, OpenBankLine } from '@rochdale/banking';
import type { Tx } from '@rochdale/platform';
import { creditStore } from '../credit/credit.store.js';
import { duesErrors } from '../dues.errors.js';
import { AccountPartReturned, PaymentReturned } from '../dues.events.js';
import { invoiceStore } from '../invoice/invoice.store.js';
import type { InvoiceRow } from '../invoice/invoice.store.js';
import { paymentStore } from '../invoice/payment.store.js';
import { accountPartStore } from '../payment/account-part.store.js';
import { payerFingerprints } from '../payment/line-matching.js';
import { PaymentBooking } from '../payment/payment-booking.js';
import type { LineBooking } from '../payment/payment-booking.js';
import { partsBack, partsLeft, partsSaid } from './parts-back.js';
import type { NotBack, PartLeft, PartNamed } from './parts-back.js';
import { returnedStore } from './returned.store.js';
import { returnedOne, takenBackFrom } from './returned.js';
import { settlementOf, sumOf } from '../payment/settlement.js';
import type { AccountPart } from '../payment/settlement.js';

/** What is left of a line: its parts, and the invoices of them. */
interface Left {
  readonly parts: readonly PartLeft[];
  readonly invoices: ReadonlyMap<string, InvoiceRow>;
}

/** Money that members paid and that came back. In the caller's transaction. */
@Injectable()
export class ReturnedPayments {
  constructor(
    private readonly lines: BankLines,
    private readonly booking: PaymentBooking,
    private readonly offices: Offices,
    private readonly accounts: BankAccounts,
  ) {}

  /**
   * Books a locked line as what brings another one back, or parts of one, when that is certain;
   * null when it is not.
   *
   * @throws CodedError CREDIT_SPENT
   */
  async claim(tx: Tx, line: OpenBankLine, named: readonly InvoiceRow[]): Promise<Claim | null> {
    const lineId = await this.#find(tx, line, named);
    const returned = lineId === null ? null : await this.lines.lockIfMatched(tx, lineId);
    if (returned === null || returned.currency !== line.currency) return null;
    // What was left may have come back by another line, until this one was locked.
    const left = await this.#left(tx, returned.id);
    const namedIds = named.map(({ id }) => id);
    const parts = partsBack(amountsOf(line), left.parts, namedIds);
    if (parts === null) return null;
    const { reason } = returnTold(line);
    const because = reason === null ? 'the bank took it back' : `the bank returned it, ${reason}`;
    return this.#book(tx, line, returned, { left, parts, because });
  }

  /**
   * Books a locked line as what brings back the parts of another one that somebody names; none
   * named, all that is left of it, or the one part of the line's amount. What it settled is open
   * again, and what the bank kept beyond it is its fee, where it or they say so. Whose money it was
   * is told, and so are treasurers.
   *
   * @throws CodedError LINE_RETURNED, RETURN_NOT_FITTING, CREDIT_SPENT
   */
  async book(
    tx: Tx,
    line: OpenBankLine,
    returned: MatchedBankLine,
    said: {
      readonly parts: readonly PartNamed[];
      readonly feeMinor: bigint | null;
      readonly because: string;
    },
  ): Promise<Claim> {
    const left = await this.#left(tx, returned.id);
    if (left.parts.length === 0) await this.refuseReturned(tx, returned.id, ['returnsLineId']);
    if (left.parts.length === 0 || returned.currency !== line.currency) {
      const message = 'The other line settled nothing that this one could take back.';
      throw notFitting({ message, path: ['returnsLineId'] });
    }
    const told = { takenMinor: -line.amountMinor, amountsMinor: amountsOf(line) };
    const parts = partsSaid(told, left.parts, said);
    if ('message' in parts) throw notFitting(parts);
    return this.#book(tx, line, returned, { left, parts, because: said.because });
  }

  /** Which line a locked one brings back, or parts of which, when that is certain. */
  async #find(tx: Tx, line: OpenBankLine, named: readonly InvoiceRow[]): Promise<string | null> {
    const { endToEndId, currency, bookingDate: onDay } = line;
    const payer = payerFingerprints(tx.cooperativeId, line.counterpartyAccount);
    const lineIds = endToEndId === null ? [] : await this.lines.matchedOf(tx, endToEndId);
    const namedIds = named.filter((one) => one.currency === currency).map(({ id }) => id);
    const clues = { invoiceIds: namedIds, payer, lineIds };
    const found = await returnedStore.candidates(tx, clues);
    const left = await returnedStore.left(
      tx,
      found.map(({ lineId }) => lineId),
    );
    const candidates = found.map((one) => ({
      ...one,
      parts: partsLeft(left.get(one.lineId) ?? []),
    }));
    const amountsMinor = amountsOf(line);
    const told = { onDay, payerFingerprint: payer?.kept ?? null, amountsMinor, namedIds };
    return returnedOne(told, candidates)?.lineId ?? null;
  }

  /** What is left of a locked line, of locked invoices. */
  async #left(tx: Tx, lineId: string): Promise<Left> {
    const rows = (await returnedStore.left(tx, [lineId])).get(lineId) ?? [];
    const ids = rows.flatMap(({ kind, id }) => (kind === 'invoice' ? [id] : []));
    const invoices = new Map((await invoiceStore.lockMany(tx, ids)).map((row) => [row.id, row]));
    const now = rows.map((row) => ({
      ...row,
      paidMinor: invoices.get(row.id)?.paidMinor ?? row.paidMinor,
    }));
    return { parts: partsLeft(now), invoices };
  }

  async #book(
    tx: Tx,
    line: OpenBankLine,
    paid: MatchedBankLine,
    back: { readonly left: Left; readonly parts: readonly PartLeft[]; readonly because: string },
  ): Promise<Claim> {
    const { left, parts, because } = back;
    const { id: returnsLineId, counterpartyName: paidBy } = paid;
    const settlement = settlementOf(
      parts.flatMap(({ kind, id, amountMinor }) => {
        const invoice = left.invoices.get(id);
        return kind === 'invoice' && invoice ? [{ invoice, amountMinor: -amountMinor }] : [];
      }),
      parts.flatMap(({ kind, memberId, amountMinor }) =>
        kind === 'credit' && memberId !== null ? [{ memberId, amountMinor: -amountMinor }] : [],
      ),
    );
    const accounts = parts.flatMap(({ kind, id, amountMinor }) =>
      kind === 'account' ? [{ accountId: id, amountMinor: -amountMinor }] : [],
    );
    const booking = { settlement, accounts, because, returnsLineId };
    const claim = await this.booking.book(tx, line, booking);
    const feeMinor = -line.amountMinor - sumOf(parts);
    const told = { returnsLineId, feeMinor, paidBy, ...claim };
    await this.#announce(tx, line, { settlement, accounts }, told);
    return claim;
  }

  /** To each member what was theirs, to treasurers all of it; the fee is told once. */
  async #announce(
    tx: Tx,
    line: OpenBankLine,
    { settlement, accounts }: Pick<LineBooking, 'settlement'> & { accounts: AccountPart[] },
    told: {
      readonly returnsLineId: string;
      readonly feeMinor: bigint;
      /** By which name it had been paid. */
      readonly paidBy: string | null;
      readonly transactionId: string;
    },
  ): Promise<void> {
    const taken = takenBackFrom(settlement);
    const { reason } = returnTold(line);
    const { returnsLineId, transactionId } = told;
    const paidBy = told.paidBy ?? line.counterpartyName;
    const treasurerMemberIds = [...(await this.offices.holders(tx, 'treasurer'))];
    const { label: accountLabel } = await this.accounts.require(tx, line.bankAccountId);
    const whose = { transactionId, treasurerMemberIds, accountLabel };
    const of = { lineId: line.id, returnsLineId, ...whose };
    const { currency } = line;
    for (const [nth, { memberId, amountMinor, references }] of taken.entries()) {
      tx.announce(
        PaymentReturned.of(memberId, {
          ...of,
          reason: (await isCalledSo(tx, memberId, paidBy)) ? reason : null,
          officeReason: reason,
          memberId,
          references: [...references],
          feeMinor: (nth === 0 ? told.feeMinor : 0n).toString(),
          amountMinor: amountMinor.toString(),
          currency,
        }),
      );
    }
    if (accounts.length === 0) return;
    tx.announce(
      AccountPartReturned.of(line.id, {
        ...of,
        reason,
        ledgerAccountIds: accounts.map(({ accountId }) => accountId),
        feeMinor: (taken.length === 0 ? told.feeMinor : 0n).toString(),
        amountMinor: (-sumOf(accounts)).toString(),
        currency,
      }),
    );
  }

  /** @param path where the line is named. @throws CodedError LINE_RETURNED */
  async refuseReturned(tx: Tx, lineId: string, path: readonly string[]): Promise<void> {
    if (!(await returnedStore.returnedAmong(tx, [lineId])).has(lineId)) return;
    const message = 'Another line brought this one back: that one is undone first.';
    throw duesErrors.error('LINE_RETURNED', message, { path });
  }

  /** Whether a line settled or took back something here. */
  async isOfDues(tx: Tx, lineId: string): Promise<boolean> {
    const payments = await paymentStore.ofLine(tx, lineId);
    const credits = await creditStore.ofLine(tx, lineId);
    const accounts = await accountPartStore.ofLine(tx, lineId);
    return payments.length + credits.length + accounts.length > 0;
  }
}

/** What may have been paid of what a line takes back: with and without what its bank kept. */
function amountsOf(line: OpenBankLine): bigint[] {
  const takenMinor = -line.amountMinor;
  const { chargeMinor, originalMinor } = returnTold(line);
  // Of a transfer that comes back in part, a bank may tell the whole as the original.
  return [takenMinor, takenMinor - chargeMinor, originalMinor].filter(
    (amountMinor) => amountMinor > 0n && amountMinor <= takenMinor,
  );
}

const notFitting = ({ message, path, data }: NotBack): Error =>
  duesErrors.error('RETURN_NOT_FITTING', message, {
    path: [...path],
    ...(data === undefined ? {} : { data }),
  });
