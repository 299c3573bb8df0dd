import { Inject, Injectable } from '@nestjs/common';
import { BankFormatError, readPain002 } from '@rochdale/bank-formats';
import type { StatusReport } from '@rochdale/bank-formats';
import { BankLines, Offices } from '@rochdale/banking';
import { CONFIG, newId, permit, platformErrors, sha256Hex, UnitOfWork } from '@rochdale/platform';
import type { Actor, Config, Tx } from '@rochdale/platform';
import { paymentFileStore } from '../payment-file/payment-file.store.js';
import type { PaymentFileRow } from '../payment-file/payment-file.store.js';
import { payoutStore } from '../payout/payout.store.js';
import { payoutsErrors } from '../payouts.errors.js';
import { StatusReportTaken } from '../payouts.events.js';
import { PayoutBooking } from '../settlement/payout-booking.js';
import { failureCodeOf, orderNamesOf, wordsOf } from './status-report.js';
import type { BankWord } from './status-report.js';
import { statusReportStore } from './status-report.store.js';
import type { StatusReportRow } from './status-report.store.js';

export interface TakeStatusReportInput {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Takes a bank's answer to a payment file in (pain.002): what it refuses ends, its money is free,
 * and what it was for is owed again. What it accepts waits for the statement, which alone says that
 * money left. A debit of the file that waited may be what is open of it now: it is tried again. The
 * same bytes again change nothing.
 */
@Injectable()
export class TakeStatusReport {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly booking: PayoutBooking,
    private readonly lines: BankLines,
    private readonly offices: Offices,
    @Inject(CONFIG) private readonly config: { readonly files: Pick<Config['files'], 'maxBytes'> },
  ) {}

  /**
   * All of it, or nothing.
   *
   * @throws CodedError FORBIDDEN, FILE_EMPTY, TOO_LARGE, STATUS_REPORT_NOT_READABLE,
   *   STATUS_REPORT_UNKNOWN when it answers no file that was written here
   */
  async execute(
    actor: Actor,
    { name, bytes }: TakeStatusReportInput,
  ): Promise<{ report: StatusReportRow; isNew: boolean }> {
    permit(actor, 'payout.take-report');
    if (bytes.length === 0) {
      throw platformErrors.error('FILE_EMPTY', 'The file is empty.', { path: ['file'] });
    }
    if (bytes.length > this.config.files.maxBytes) {
      throw platformErrors.error('TOO_LARGE', 'The file is too large.', { path: ['file'] });
    }
    const read = readReport(bytes);
    const sha256 = sha256Hex(bytes);
    return this.unitOfWork.run(actor, async (tx) => {
      // Two who bring answers to one file queue up here, and the second finds what the first did.
      const file = await fileOf(tx, read);
      const known = await statusReportStore.byContent(tx, sha256);
      if (known !== null) return { report: known, isNew: false };
      const words = await this.#follow(tx, read, file);
      const report = await statusReportStore.insert(
        tx,
        {
          id: newId(),
          paymentFileId: file.id,
          name: name.replaceAll(/[\p{C}/\\]/gu, '_').slice(-120),
          format: read.version === '' ? 'pain.002' : read.version,
          sha256,
          sizeBytes: bytes.length,
          words,
          receivedAt: tx.now,
        },
        bytes,
      );
      if (report === null) throw platformErrors.error('CONFLICT', 'Try again.');
      await this.#announce(tx, report);
      return { report, isNew: true };
    });
  }

  async #follow(tx: Tx, read: StatusReport, file: PaymentFileRow): Promise<BankWord[]> {
    const payouts = await payoutStore.ofFile(tx, file.id);
    const words = wordsOf(read, payouts);
    for (const payout of payouts) {
      const word = words.find(({ payoutId }) => payoutId === payout.id);
      if (word?.effect === 'refused') await this.booking.reject(tx, payout, failureCodeOf(word));
    }
    const { messageId, bankAccountId } = file;
    if (words.some(({ effect }) => effect === 'refused')) {
      await this.lines.matchAgain(tx, { bankAccountId, naming: messageId });
    }
    return words;
  }

  /** Treasurers are told of what they have to do something about. */
  async #announce(tx: Tx, { id, paymentFileId, words }: StatusReportRow): Promise<void> {
    const count = (effect: BankWord['effect']) =>
      words.filter((word) => word.effect === effect).length;
    const refused = words.filter(({ effect }) => effect === 'refused');
    const reasons = new Set(refused.flatMap(({ reason }) => reason ?? []));
    tx.announce(
      StatusReportTaken.of(paymentFileId, {
        statusReportId: id,
        paymentFileId,
        refused: refused.length,
        debited: count('debited'),
        doubtful: count('doubtful') + count('unknown'),
        reasons: [...reasons],
        treasurerMemberIds: [...(await this.offices.holders(tx, 'treasurer'))],
      }),
    );
  }
}

function readReport(bytes: Uint8Array): StatusReport {
  try {
    return readPain002(bytes);
  } catch (error) {
    if (!(error instanceof BankFormatError)) throw error;
    throw payoutsErrors.error('STATUS_REPORT_NOT_READABLE', error.message, {
      path: ['file'],
      data: { formatCode: error.code, line: error.line, column: error.column },
    });
  }
}

/** The written file that it answers, locked. @throws CodedError STATUS_REPORT_UNKNOWN */
async function fileOf(tx: Tx, read: StatusReport): Promise<PaymentFileRow> {
  const names = orderNamesOf(read);
  const files = await paymentFileStore.lockNamed(tx, names);
  for (const name of names) {
    const file = files.find(({ messageId }) => messageId === name);
    // The bank cannot know what was not written.
    if (file !== undefined && file.state !== 'ordered') return file;
  }
  throw payoutsErrors.error(
    'STATUS_REPORT_UNKNOWN',
    'This answers no payment file that was written here.',
    { path: ['file'], data: { originalMessageId: read.originalMessageId } },
  );
}
