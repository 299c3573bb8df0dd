import { assert, columnsOf, keptFile, sha256Hex, sql } from '@rochdale/platform';
import type { Some, Tx } from '@rochdale/platform';
import { PaymentFileEntity } from './payment-file.entity.js';

const unshown = [
  'cooperativeId',
  'bytes',
  'sealedSha256',
  'orderedByAccountId',
  'withdrawnByAccountId',
] as const;

/** A file without its bytes. */
export type PaymentFileRow = Readonly<Omit<PaymentFileEntity, (typeof unshown)[number]>>;

export const paymentFileColumns = columnsOf(PaymentFileEntity, { without: unshown });
const purpose = 'payment file';

const order = sql(
  'payouts.order-payment-file',
  `insert into payments.payment_files (id, cooperative_id, bank_account_id, format, payouts,
     total_minor, currency, ordered_by_account_id, ordered_at)
   values ($1, $2, $3, $9, $4, $5, $6, $7, $8)`,
);
const lock = sql(
  'payouts.lock-payment-file',
  `select ${paymentFileColumns} from payments.payment_files
   where cooperative_id = $1 and id = $2 for update`,
);
const lockNamed = sql(
  'payouts.lock-named-payment-files',
  `select ${paymentFileColumns} from payments.payment_files
   where cooperative_id = $1 and message_id = any($2::text[]) order by id for update`,
);
const write = sql(
  'payouts.write-payment-file',
  `update payments.payment_files set state = 'written', bytes = $3, sha256 = $4, written_at = $5,
     sealed_sha256 = $6
   where cooperative_id = $1 and id = $2 and state = 'ordered'`,
);
const leave = sql(
  'payouts.remove-payouts-of-file',
  `update payments.payouts set payment_file_id = null
   where cooperative_id = $1 and payment_file_id = $2 and id = any($3::uuid[])
     and state = 'rejected'`,
);
const leaveOut = sql(
  'payouts.set-ordered-payment-file',
  `update payments.payment_files set payouts = payouts - $3, total_minor = total_minor - $4
   where cooperative_id = $1 and id = $2 and state = 'ordered'`,
);
const askWithdrawal = sql(
  'payouts.set-payment-file-withdrawal',
  `update payments.payment_files set withdrawal_reason = $3, withdrawal_asked_by_account_id = $4,
     withdrawal_asked_at = $5
   where cooperative_id = $1 and id = $2 and state = 'written'`,
);
const withdraw = sql(
  'payouts.withdraw-payment-file',
  `update payments.payment_files set state = 'withdrawn', withdrawn_by_account_id = $3,
     withdrawn_at = $4
   where cooperative_id = $1 and id = $2 and state = 'written'`,
);
const emptyWithdrawn = sql(
  'payouts.forget-withdrawn-payment-file',
  `update payments.payment_files f set bytes = '', sealed_sha256 = null
   where f.cooperative_id = $1 and f.id = $2 and payments.never_went(f) and length(f.bytes) > 0`,
);
const findPlain = sql(
  'payouts.find-plain-payment-files',
  `select id, bytes from payments.payment_files
   where cooperative_id = $1 and sealed_sha256 is null and length(bytes) > 0
   order by id limit $2 offset $3`,
);
const seal = sql(
  'payouts.set-payment-file-sealed',
  `update payments.payment_files set bytes = $3, sealed_sha256 = $4
   where cooperative_id = $1 and id = $2 and sealed_sha256 is null and length(bytes) > 0`,
);
const bytes = sql(
  'payouts.read-payment-file',
  `select bytes from payments.payment_files
   where cooperative_id = $1 and id = $2 and state = 'written' and length(bytes) > 0`,
);

// Where none is under way any more the bank has had the file, and asks for it no more. Who is
// erased again after a restore may have one that is: the file of it may not be there yet.
const paysErased = sql(
  'payouts.find-erased-in-payment-file',
  `select true as found from payments.payouts p
   where p.cooperative_id = $1 and p.payment_file_id = $2
   having bool_or(p.payee_kind = 'member' and membership.is_erased(p.cooperative_id, p.payee_id))
     and not bool_or(p.state in ('reserved', 'submitting', 'submitted', 'unknown'))`,
);

export const paymentFileStore = {
  /** Whether it names somebody who was erased since. */
  paysErased: async (tx: Tx, id: string): Promise<boolean> =>
    (await tx.maybeOne(paysErased, [tx.cooperativeId, id])) !== null,

  order: (
    tx: Tx,
    file: Pick<
      PaymentFileRow,
      'id' | 'bankAccountId' | 'format' | 'payouts' | 'totalMinor' | 'currency'
    >,
  ) =>
    tx.run(order, [
      file.id,
      tx.cooperativeId,
      file.bankAccountId,
      file.payouts,
      file.totalMinor,
      file.currency,
      tx.actor.accountId,
      tx.now,
      file.format,
    ]),

  /** Those with these message ids, locked in the order of their ids. */
  lockNamed: (tx: Tx, messageIds: readonly string[]) =>
    tx.rows<PaymentFileRow>(lockNamed, [tx.cooperativeId, messageIds]),

  lock: (tx: Tx, id: string) => tx.maybeOne<PaymentFileRow>(lock, [tx.cooperativeId, id]),

  /** Keeps the bytes of a locked file that was ordered. Asserts that it was. */
  write: async (tx: Tx, id: string, content: Uint8Array, sha256: string): Promise<void> => {
    const sealed = keptFile.seal(purpose, id, content);
    const values = [tx.cooperativeId, id, sealed, sha256, tx.now, sha256Hex(sealed)];
    const written = await tx.run(write, values);
    assert(written === 1, 'a locked payment file is written once');
  },

  /**
   * A locked file that was ordered is without these, of which no bank was told, and which ended.
   * Asserts that it was, and that they did.
   */
  leaveOut: async (
    tx: Tx,
    id: string,
    payouts: readonly { readonly id: string; readonly amountMinor: bigint }[],
  ): Promise<void> => {
    const ids = payouts.map((payout) => payout.id);
    const left = await tx.run(leave, [tx.cooperativeId, id, ids]);
    assert(left === ids.length, 'payouts that ended leave their file once');
    const sum = payouts.reduce((total, { amountMinor }) => total + amountMinor, 0n);
    const changed = await tx.run(leaveOut, [tx.cooperativeId, id, ids.length, sum]);
    assert(changed === 1, 'an ordered payment file is without them');
  },

  /** Of a locked, written file. Asserts that it was. */
  askWithdrawal: async (tx: Tx, id: string, reason: string): Promise<void> => {
    const { cooperativeId, actor, now } = tx;
    const asked = await tx.run(askWithdrawal, [cooperativeId, id, reason, actor.accountId, now]);
    assert(asked === 1, 'a locked payment file is asked back');
  },

  /**
   * A locked, written file ends, as its payouts have. Asserts that it was. It never went to a bank,
   * so that no law keeps it: nobody’s account stays, and its digest says what it was.
   */
  withdraw: async (tx: Tx, id: string): Promise<void> => {
    const { cooperativeId, actor, now } = tx;
    const withdrawn = await tx.run(withdraw, [cooperativeId, id, actor.accountId, now]);
    assert(withdrawn === 1, 'a locked payment file is withdrawn once');
    // Versions before this one emptied what a bank refused whole: there is nothing left of it.
    const emptied = await tx.run(emptyWithdrawn, [cooperativeId, id]);
    assert(emptied <= 1, 'a payment file is one row');
  },

  /** Files from before files were sealed, so many of them: how many there were. */
  sealPlain: async (tx: Tx, { atMost, but }: Some): Promise<number> => {
    const values = [tx.cooperativeId, atMost, but];
    const plain = await tx.rows<{ id: string; bytes: Buffer }>(findPlain, values);
    for (const { id, bytes: content } of plain) {
      const sealed = keptFile.seal(purpose, id, content);
      await tx.change(seal, [tx.cooperativeId, id, sealed, sha256Hex(sealed)]);
    }
    return plain.length;
  },

  /** As they were written. */
  bytes: async (tx: Tx, id: string): Promise<Buffer | null> => {
    const kept = await tx.maybeOne<{ bytes: Buffer }>(bytes, [tx.cooperativeId, id]);
    return kept === null ? null : keptFile.open(purpose, id, kept.bytes);
  },
};
