import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Destinations, Payees } from '@rochdale/payouts';
import type { Destination } from '@rochdale/payouts';
import type { Tx } from '@rochdale/platform';
import { assert, Attachments, currencyExponent } from '@rochdale/platform';
import { readBill } from '../bill/bill.js';
import type { NamedBill } from '../bill/bill.js';
import type { ExpenseItem, ExpenseTerms, Payee } from '../expense/expense.js';
import { checkExpense, termsHash, textsHash, totalMinor } from '../expense/expense.js';
import type { ExpenseRecord, ExpenseText } from '../expense/expense.store.js';
import { openClaimsStore } from '../expense/open-claims.store.js';
import { ClaimReach } from './claim-reach.js';

export interface ExpenseInput {
  readonly title: string;
  /** Without it, the submitter is paid back. */
  readonly payee?: Payee | null;
  readonly currency: string;
  readonly items: readonly ExpenseItem[];
  /**
   * The partner's bill that it pays, where it pays one: each is paid once. Left out when it is
   * revised, it stays what it was; `null` is none.
   */
  readonly bill?: NamedBill | null | undefined;
}

/** What follows from the rest of an expense. */
type Fixed = Pick<ExpenseText, 'destination' | 'termsHash' | 'textSalt' | 'textsHash'>;
type Known = Pick<ExpenseRecord, 'destinationId' | 'destinationMasked' | 'textSalt'> &
  Pick<ExpenseRecord, 'payeeKind' | 'payeeId' | 'status'>;

/** What was asked for, checked; receipts become the expense's own. */
@Injectable()
export class ExpenseTexts {
  constructor(
    private readonly payees: Payees,
    private readonly attachments: Attachments,
    private readonly reach: ClaimReach,
    private readonly destinations: Destinations,
  ) {}

  /** @param known what stood in the expense before, when it is revised */
  async read(tx: Tx, id: string, input: ExpenseInput, known: Known | null): Promise<ExpenseText> {
    const { title, currency, items } = input;
    // Throws INVALID_CURRENCY for what is none.
    currencyExponent(currency);
    checkExpense(input);
    const payee = input.payee ?? { kind: 'member', id: tx.actor.memberId ?? '' };
    await this.payees.requireNamed(tx, payee, ['payee', 'id']);
    const bill = readBill(input.bill, payee);
    if (bill !== null && payee.kind === 'member') {
      const sender = { kind: 'partner', id: bill.partnerId } as const;
      await this.payees.requireNamed(tx, sender, ['bill', 'partnerId']);
    }
    const amountMinor = totalMinor(items);
    await this.reach.check(tx, { currency, amountMinor, items, payee });
    // Before anything is read of them: another's upload is answered as one that is not there.
    await this.#takeReceipts(tx, id, items);
    const terms = { title, payee, currency, items, billHash: bill?.hash ?? null };
    const isOwn = payee.kind === 'member' && payee.id === tx.actor.memberId;
    const destination = isOwn
      ? await this.destinations.current(tx, payee, known?.destinationId ?? null)
      : known && knownOf(known, payee);
    const textSalt = known?.textSalt ?? null;
    const fixed = await this.#fix(tx, id, terms, { destination, textSalt });
    return { id, ...terms, ...fixed, amountMinor, bill };
  }

  /**
   * The terms of a locked expense that is handed in, with where its payee is to be paid by now. A
   * draft for somebody else gets another salt: its fingerprint is another, whatever they said.
   */
  async fix(tx: Tx, expense: ExpenseRecord, items: readonly ExpenseItem[]): Promise<Fixed> {
    const { id, title, currency, payeeKind, payeeId, destinationId, submitterMemberId } = expense;
    const { billHash } = expense;
    const payee = { kind: payeeKind, id: payeeId };
    const destination = await this.destinations.current(tx, payee, destinationId);
    const isOwn = payeeKind === 'member' && payeeId === submitterMemberId;
    const textSalt = isOwn || expense.status !== 'draft' ? expense.textSalt : null;
    const terms = { title, payee, currency, items, billHash };
    return this.#fix(tx, id, terms, { destination, textSalt });
  }

  async #fix(
    tx: Tx,
    id: string,
    terms: Omit<ExpenseTerms, 'destinationId'>,
    known: { readonly destination: Destination | null; readonly textSalt: string | null },
  ): Promise<Fixed> {
    const receipts = await this.#receipts(tx, terms);
    const { destination } = known;
    const destinationId = destination?.id ?? null;
    // The same for as long as there are texts: what is handed in again as it was is the same.
    const textSalt = known.textSalt ?? randomBytes(32).toString('hex');
    const texts = textsHash(textSalt, { ...terms, destinationId }, receipts);
    return { destination, textSalt, textsHash: texts, termsHash: termsHash(id, terms, texts) };
  }

  /** The SHA-256 of each receipt's bytes, by its id. They are the expense's own by now. */
  async #receipts(
    tx: Tx,
    { items }: Pick<ExpenseTerms, 'items'>,
  ): Promise<ReadonlyMap<string, string>> {
    const ids = items.flatMap(({ receiptId }) => receiptId ?? []);
    const found = await this.attachments.findMany(tx, ids);
    const receipts = new Map(found.map(({ id, sha256 }) => [id, sha256]));
    assert(
      ids.every((id) => receipts.has(id)),
      'the receipts of an expense are kept',
    );
    return receipts;
  }

  async #takeReceipts(tx: Tx, id: string, items: readonly ExpenseItem[]): Promise<void> {
    const taken = items.flatMap(({ receiptId }, place) =>
      receiptId === null ? [] : [{ receiptId, place }],
    );
    const ids = taken.map(({ receiptId }) => receiptId);
    const pathOf = (at: number) => ['items', String(taken[at]?.place ?? 0), 'receiptId'];
    // What was refused, lapsed or was taken back pays nothing: what it showed proves nothing there.
    const instead = await openClaimsStore.ended(tx, ids);
    await this.attachments.attach(tx, ids, { kind: 'expense', id }, pathOf, instead);
  }
}

/**
 * Where it was to be paid when it was handed in. Who claims for somebody else is told nothing of
 * them: where they are paid is looked up when it is handed in, and no sooner.
 */
function knownOf(known: Known, { kind, id }: Payee): Destination | null {
  const { destinationId, destinationMasked, payeeKind, payeeId, status } = known;
  const isOther = status === 'draft' || payeeKind !== kind || payeeId !== id;
  if (isOther || destinationId === null || destinationMasked === null) return null;
  return { id: destinationId, masked: destinationMasked };
}
