import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { PostingView, StatementLine, TransactionView } from '@rochdale/ledger';
import { dayOf } from '@rochdale/platform';
import { connectionOf } from '../kit/list/connection.js';
import { toGlobalId } from '../kit/node/global-id.js';
import { MoneyType, toMoney } from '../kit/value/money.type.js';
import { NodeType } from '../kit/node/node.type.js';
import { DateScalar, DecimalScalar } from '../kit/value/scalars.js';
import { toldOutsideFact } from './outside-fact.js';

@ObjectType('Posting', { description: 'One line of a transaction.' })
export class PostingType {
  accountId!: string;

  @Field(() => Int, { description: 'Its place in the transaction, from 1.' })
  position!: number;

  @Field(() => MoneyType, { description: 'Positive is debit, negative is credit.' })
  amount!: MoneyType;

  @Field(() => String, { nullable: true, description: 'A note on this line. Members read it.' })
  memo!: string | null;
}

@ObjectType('LedgerTransaction', {
  implements: () => [NodeType],
  description: 'Postings that sum to zero in each currency. Never changed, only reversed.',
})
export class LedgerTransactionType implements NodeType {
  id!: string;

  /** Rows' ids, for loaders; not part of the schema. */
  transactionId!: string;
  reversesId!: string | null;
  reversedById!: string | null;
  source!: { readonly kind: string; readonly id: string | null };

  @Field(() => Date, {
    description: 'When it took effect. Its day in UTC is that of the books: see `effectiveOn`.',
  })
  effectiveAt!: Date;

  @Field(() => DateScalar, { description: 'The day of the co-operative on which it took effect.' })
  effectiveOn!: string;

  @Field(() => Date, { description: 'When it was written into the books.' })
  recordedAt!: Date;

  @Field(() => String, { description: 'What sort of thing it is about: `invoice`, `payout`.' })
  sourceKind!: string;

  @Field(() => String, { nullable: true, description: 'What it was for. Members read it.' })
  description!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The bank line or provider transaction behind it, by the id of the line: ' +
      '`bank-line:…`. Treasurers and auditors read it.',
  })
  outsideFact!: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'In an exchange: what one unit of the sold currency gave of the bought one.',
  })
  exchangeRate!: string | null;

  @Field(() => String, { nullable: true, description: 'Where the rate comes from.' })
  exchangeRateSource!: string | null;
}

export const LedgerTransactionConnection = connectionOf('LedgerTransaction', LedgerTransactionType);

@ObjectType('StatementLine', { description: 'A posting on the statement of an account.' })
export class StatementLineType {
  transactionId!: string;

  @Field(() => Date, { description: 'When it took effect.' })
  effectiveAt!: Date;

  @Field(() => DateScalar, { description: 'The day of the co-operative on which it took effect.' })
  effectiveOn!: string;

  @Field(() => String, { nullable: true, description: 'What it was for. Members read it.' })
  description!: string | null;

  @Field(() => MoneyType, { description: 'Positive is debit, negative is credit.' })
  amount!: MoneyType;

  @Field(() => MoneyType, { description: 'Debits less credits up to and with this line.' })
  balanceAfter!: MoneyType;
}

export const StatementLineConnection = connectionOf('StatementLine', StatementLineType);

export function toTransaction(view: TransactionView): LedgerTransactionType {
  const { id, sourceKind, sourceId, exchangeRate, exchangeRateSource } = view;
  return {
    id: toGlobalId('LedgerTransaction', id),
    transactionId: id,
    reversesId: view.reversesId,
    reversedById: view.reversedById,
    effectiveAt: view.effectiveAt,
    effectiveOn: dayOf(view.effectiveAt),
    recordedAt: view.recordedAt,
    sourceKind,
    source: { kind: sourceKind, id: sourceId },
    description: view.description,
    outsideFact: view.outsideFact === null ? null : toldOutsideFact(view.outsideFact),
    exchangeRate,
    exchangeRateSource,
  };
}

export function toPosting({ accountId, position, amountMinor, currency, memo }: PostingView) {
  return { accountId, position, amount: toMoney(amountMinor, currency), memo };
}

export function toStatementLine(line: StatementLine): StatementLineType {
  return {
    transactionId: line.transactionId,
    effectiveAt: line.effectiveAt,
    effectiveOn: dayOf(line.effectiveAt),
    description: line.description,
    amount: toMoney(line.amountMinor, line.currency),
    balanceAfter: toMoney(line.balanceAfterMinor, line.currency),
  };
}
