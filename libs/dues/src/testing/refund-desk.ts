import { RegisterBankAccount } from '@rochdale/banking';
import { payoutsRoom } from '@rochdale/payouts';
import type { Actor } from '@rochdale/platform';
import { ibans, readEntries } from '../../../banking/src/testing/banking-world.js';
import { roomOf } from '../../../payouts/src/testing/payouts-world.js';
import { ForgoneCredits } from '../credit/forgone-credits.js';
import { MemberCredits } from '../credit/member-credits.js';
import { RefundsGivenBack } from '../credit/refunds-given-back.js';
import { invoicesOf, lawsHold, linesOf, member, pay } from './dues-world.js';
import type { DuesWorld } from './dues-world.js';

/** A member with credit, who said where to be paid. */
export interface Creditor {
  readonly actor: Actor;
  readonly memberId: string;
}

async function nameAtBank(world: DuesWorld, payoutId: string): Promise<string> {
  const [row] = await world.asOwner<{ name: string }>(
    'select end_to_end_id as name from payments.payouts where id = $1',
    [payoutId],
  );
  return row?.name ?? '';
}

/** An account of payment files with money on it. */
async function fundedAccount(world: DuesWorld) {
  const register = new RegisterBankAccount(world.unitOfWork, world.ledger, { env: 'test' });
  const account = await register.execute(world.system, {
    holderName: 'Ours',
    label: 'For files',
    accountNumber: ibans.second,
    currency: 'EUR',
    rail: 'test-file',
  });
  await world.unitOfWork.run(world.system, async (tx) => {
    const gifts = await world.chart.account(tx, 'donation-income', 'EUR');
    await world.ledger.post(tx, {
      idempotencyKey: 'a start',
      description: 'A donation',
      source: { kind: 'test', id: account.id },
      postings: [
        { accountId: account.ledgerAccountId, amountMinor: 500_00n },
        { accountId: gifts, amountMinor: -500_00n },
      ],
    });
  });
  return account;
}

/** What the bank and the matchers say of payouts that leave that account. */
async function moneyDesk(world: DuesWorld) {
  const room = roomOf(world, world.ledger);
  const forgone = new ForgoneCredits(world.ledger, world.chart, world.offices);
  const credits = new MemberCredits(world.ledger, world.chart, forgone);
  new RefundsGivenBack(room.givenBack, credits).onModuleInit();
  return {
    room,
    account: await fundedAccount(world),

    /** A line of the account of files, and what the matchers made of it. */
    async told(amountMinor: bigint, endToEndId: string) {
      const on = world.clock.now().toISOString().slice(0, 10);
      const line = { amountMinor, endToEndId, on };
      const statementId = await readEntries(world, [line], ibans.second);
      await room.matchLines.execute(world.system, { statementId });
      const [row] = await linesOf(world, statementId);
      if (row === undefined) throw new Error('the line is there');
      return row;
    },

    record: (payoutId: string, outcome: 'settled' | 'failed' | 'reopened') =>
      world.recordRefund.execute(world.system, { payoutId, outcome }),

    undo: (lineId: string) =>
      room.undoMatch.execute(world.treasurer, { lineId, because: 'it was another' }),

    /** Why a line is not undone, as it is said before. */
    async whyNot(lineId: string): Promise<string | undefined> {
      const [line] = await world.asOwner<Record<'amount' | 'kind' | 'of' | 'by', string>>(
        `select amount_minor::text as amount, matched_kind as kind, matched_id as of,
           transaction_id as by from payments.bank_lines where id = $1`,
        [lineId],
      );
      if (line === undefined) throw new Error('the line is there');
      const { amount, kind: matchedKind, of: matchedId, by: transactionId } = line;
      const undoable = {
        id: lineId,
        amountMinor: BigInt(amount),
        matchedKind,
        matchedId,
        transactionId,
      };
      const found = await world.unitOfWork.read(world.treasurer, (tx) =>
        room.undoing.whyNot(tx, [undoable]),
      );
      return found.get(lineId);
    },

    /** @throws Error when a law of dues, payouts, lines or the books does not hold */
    async lawful(): Promise<void> {
      await lawsHold(world);
      for (const { name, sql } of payoutsRoom.invariants ?? []) {
        const [broken] = await world.asOwner(sql);
        if (broken !== undefined) throw new Error(`${name}: ${JSON.stringify(broken)}`);
      }
    },
  };
}

/** What moves refunds of dues out of an account of files, and takes what its bank tells of them. */
export async function refundDesk(world: DuesWorld) {
  const desk = await moneyDesk(world);
  const { room, account, record } = desk;
  return {
    ...desk,

    /** Somebody who paid that much more than they owe, and has bank details. */
    async creditor(amountMinor: bigint): Promise<Creditor> {
      const actor = await member(world, 10_00n);
      await world.issue.execute(world.system);
      const [invoice] = await invoicesOf(world, actor);
      await pay(world, { amountMinor: 10_00n + amountMinor, reference: invoice?.reference ?? '' });
      await room.setDetails.execute(actor, {
        holderName: 'Ada Adams',
        accountNumber: ibans.payee,
      });
      world.clock.advance({ hours: 25 });
      return { actor, memberId: actor.memberId ?? '' };
    },

    /** Their credit is paid out, and the bank's line says so. */
    async refunded({ memberId }: Creditor, amountMinor: bigint) {
      const asked = { memberId, currency: 'EUR', amountMinor };
      const { payoutId } = await world.refund.execute(world.treasurer, asked);
      const release = { payoutIds: [payoutId], bankAccountId: account.id };
      const [row] = await room.release.execute(world.treasurer, release);
      const paymentFileId = row?.paymentFileId ?? '';
      await room.writeFile.execute(world.system, { paymentFileId });
      const { id: debitId } = await desk.told(-amountMinor, await nameAtBank(world, payoutId));
      await record(payoutId, 'settled');
      return { payoutId, debitId, paymentFileId };
    },

    /** What the bank knows a payout by. */
    nameOf: (payoutId: string) => nameAtBank(world, payoutId),

    /** The bank brings it back, and dues hear of it. */
    async cameBack(payoutId: string, amountMinor: bigint): Promise<string> {
      const { id } = await desk.told(amountMinor, await nameAtBank(world, payoutId));
      await record(payoutId, 'failed');
      return id;
    },
  };
}

export type RefundDesk = Awaited<ReturnType<typeof refundDesk>>;
