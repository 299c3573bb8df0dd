import type { AccountAtBank, BankAccountRow } from '@rochdale/banking';
import type { Tx } from '@rochdale/platform';
import type { PaymentFiles } from '../payment-file/payment-files.js';
import { payoutsErrors } from '../payouts.errors.js';
import { defineRail } from '../rail/define-rail.js';
import type {
  FileOrder,
  FileRail,
  OutsideFact,
  ProviderRail,
  Transfer,
  TransferAnswer,
  TransferOrder,
  TransferTerms,
} from '../rail/rail.js';
import { submitEach } from '../rail/submit-each.js';

/** How a provider fails once: before or after it did something, by a no, or by taking its time. */
export type Fault = 'lost-before' | 'lost-after' | 'reject' | 'slow';

interface Booked {
  answer: TransferAnswer;
  executions: number;
  readonly order: TransferOrder;
}

function unreachable(): Error {
  return payoutsErrors.error('PROVIDER_UNREACHABLE', 'The provider does not answer.');
}

/** No rail of ours pays to whom it cannot write. */
const unwritable = /[^\p{Script=Latin} ]/u;

/** A provider with its book in memory, which fails when told to. */
export class TestProvider implements ProviderRail {
  readonly book = new Map<string, Booked>();
  readonly #faults: Fault[] = [];
  /** Happens after the provider did what it was told and before it says so. */
  meanwhile: (() => Promise<void>) | null = null;
  reachable = true;

  failNext(...faults: readonly Fault[]): void {
    this.#faults.push(...faults);
  }

  refusal(account: BankAccountRow, payee: AccountAtBank): string | null {
    return payee.accountNumber === account.accountNumber ? 'that is the account itself' : null;
  }

  async order(tx: Tx, transfers: readonly Transfer[]): Promise<void> {
    submitEach(tx, transfers);
  }

  async transfer(order: TransferOrder): Promise<TransferAnswer> {
    const fault = this.#faults.shift();
    if (fault === 'lost-before') throw unreachable();
    if (!this.book.has(order.key)) this.#book(order, fault);
    await this.meanwhile?.();
    if (fault === 'lost-after') throw unreachable();
    return this.#known(order.key);
  }

  async ask({ key }: { key: string }): Promise<TransferAnswer> {
    if (!this.reachable) throw unreachable();
    const booked = this.book.get(key);
    if (booked?.answer.state === 'accepted') this.answer(key, 'executed');
    return this.#known(key);
  }

  outsideFactOf({ state, reference }: OutsideFact): string {
    return `test:${reference}${state === 'returned' ? ':return' : ''}`;
  }

  /** From now on it says so, and may have carried it out. */
  answer(key: string, state: TransferAnswer['state'], reference?: string): void {
    const booked = this.book.get(key);
    if (booked === undefined) throw new Error('the provider has it');
    if (state === 'executed' && booked.answer.state !== 'executed') booked.executions += 1;
    booked.answer = { state, reference: reference ?? booked.answer.reference };
  }

  executions(key: string): number {
    return this.book.get(key)?.executions ?? 0;
  }

  #book(order: TransferOrder, fault: Fault | undefined): void {
    const state = fault === 'reject' ? 'rejected' : fault === 'slow' ? 'accepted' : 'executed';
    const answer = { state, reference: `ref-${order.key}` } as const;
    this.book.set(order.key, { answer, order, executions: state === 'executed' ? 1 : 0 });
  }

  #known(key: string): TransferAnswer {
    return this.book.get(key)?.answer ?? { state: 'unknown', reference: null };
  }
}

/** A file of lines `key amount account`. */
export class TestFileRail implements FileRail {
  readonly format = 'test.001';

  constructor(private readonly files: PaymentFiles) {}

  refusal(_account: BankAccountRow, payee: AccountAtBank, terms: TransferTerms): string | null {
    if (terms.currency !== 'EUR') return 'euros only';
    return unwritable.test(payee.holderName) ? 'the name cannot be written' : null;
  }

  order(tx: Tx, transfers: readonly Transfer[], account: BankAccountRow): Promise<void> {
    return this.files.order(tx, this.format, transfers, account);
  }

  write({ messageId, orderedAt, debtor, transfers }: FileOrder): Uint8Array {
    const head = `${messageId} ${orderedAt.toISOString()} ${debtor.accountNumber}`;
    const lines = transfers.map(({ key, amountMinor, payee }) =>
      [key, amountMinor, payee.accountNumber].join(' '),
    );
    return Buffer.from([head, ...lines].join('\n'));
  }
}

/** Takes no account but one that pretends. */
export class PretendedRail extends TestProvider {}

const common = { description: 'For tests.', accountRefusal: () => null };
defineRail({ ...common, name: 'test-provider', service: TestProvider });
defineRail({ ...common, name: 'test-file', service: TestFileRail });
defineRail({ ...common, name: 'test-pretended', pretends: true, service: PretendedRail });
