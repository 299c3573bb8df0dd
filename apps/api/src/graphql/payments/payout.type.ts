import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { debitExpectedBy } from '@rochdale/payouts';
import type { PayoutRow } from '@rochdale/payouts';
import type { IdAudience } from '@rochdale/platform';
import { connectionOf } from '../kit/list/connection.js';
import { toGlobalId, toIdOfKind } from '../kit/node/global-id.js';
import { MoneyType, toMoney } from '../kit/value/money.type.js';
import { NodeType } from '../kit/node/node.type.js';
import { VerdictType } from '../kit/verdict.type.js';
import { PayeeKindEnum, PayoutStateEnum } from './payment-words.type.js';

@ObjectType('PayoutViewerCan', { description: 'What the viewer may do with a payout.' })
export class PayoutViewerCanType {
  @Field(() => VerdictType, { description: 'Let the money go.' })
  release!: VerdictType;

  @Field(() => VerdictType, { description: 'Take it back before it is released.' })
  cancel!: VerdictType;
}

@ObjectType('Payout', {
  implements: () => [NodeType],
  description: 'Money that goes out for one obligation. Bank details are never part of it.',
})
export class PayoutType extends NodeType {
  /** The row behind it, for resolvers; not part of the schema. */
  row!: PayoutRow;

  @Field(() => PayoutStateEnum, { description: 'How far it is.' })
  state!: string;

  @Field(() => MoneyType, { description: 'How much.' })
  amount!: MoneyType;

  @Field(() => String, {
    description: 'What it is for: `expense`, `usage-statement` or `dues-refund`.',
  })
  obligationKind!: string;

  @Field(() => ID, { description: 'The id of the expense, usage statement or refund it pays.' })
  obligationId!: string;

  @Field(() => PayeeKindEnum, { description: 'Who is paid.' })
  payeeKind!: string;

  @Field(() => String, { description: 'What the payee reads on their statement.' })
  memo!: string;

  @Field(() => String, { description: 'The fingerprint of what was approved.' })
  termsHash!: string;

  @Field(() => ID, { nullable: true, description: 'The payment file that carries it.' })
  paymentFileId!: string | null;

  @Field(() => Int, { description: 'How often it was given to the provider.' })
  attempts!: number;

  @Field(() => String, {
    nullable: true,
    description:
      'A stable code of what went wrong, which may be the payee’s bank’s word on them. For the ' +
      'payee, treasurers, auditors and administrators; null for others, who read the state.',
  })
  failureCode!: string | null;

  @Field(() => ID, { nullable: true, description: 'The transaction in the books that paid it.' })
  transactionId!: string | null;

  @Field(() => Date, { description: 'When it was asked for.' })
  requestedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When a treasurer released it.' })
  releasedAt!: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: 'By when its debit is expected. Null unless it is on its way.',
  })
  debitExpectedBy!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it was settled.' })
  settledAt!: Date | null;
}

export const PayoutConnection = connectionOf('Payout', PayoutType);

export function toPayout(row: PayoutRow, audience: IdAudience): PayoutType {
  const { obligationKind, obligationId, payeeKind, paymentFileId, transactionId } = row;
  const { state, memo, attempts, failureCode, requestedAt, releasedAt, settledAt } = row;
  return {
    row,
    id: toGlobalId('Payout', row.id),
    state,
    amount: toMoney(row.amountMinor, row.currency),
    obligationKind,
    obligationId: toIdOfKind(obligationKind, obligationId, audience),
    payeeKind,
    memo,
    termsHash: row.frozenHash,
    paymentFileId: paymentFileId === null ? null : toGlobalId('PaymentFile', paymentFileId),
    attempts,
    failureCode,
    transactionId: transactionId === null ? null : toGlobalId('LedgerTransaction', transactionId),
    requestedAt,
    releasedAt,
    debitExpectedBy: debitExpectedBy(row),
    settledAt,
  };
}
