import { Field, ID, ObjectType } from '@nestjs/graphql';
import { toldShareOf } from '@rochdale/partners';
import type { UsagePeriodRow, UsageStatementRow } from '@rochdale/partners';
import { connectionOf } from '../kit/list/connection.js';
import { toGlobalId } from '../kit/node/global-id.js';
import { MoneyType, toMoney } from '../kit/value/money.type.js';
import { NodeType } from '../kit/node/node.type.js';
import { BigIntScalar, DateScalar, DecimalScalar } from '../kit/value/scalars.js';
import { VerdictType } from '../kit/verdict.type.js';
import { UsageStatementStateEnum, UsageWaitEnum } from './partner-words.type.js';

@ObjectType('UsagePeriod', {
  implements: () => [NodeType],
  description: 'A closed month of usage: what came in, where it went.',
})
export class UsagePeriodType extends NodeType {
  @Field(() => DateScalar, { description: 'Its first day.' })
  startsOn!: string;

  @Field(() => DateScalar, { description: 'Its last day.' })
  endsOn!: string;

  @Field(() => MoneyType, { description: 'The dues that members paid in it.' })
  paid!: MoneyType;

  @Field(() => MoneyType, { description: 'What stays with the co-operative.' })
  coop!: MoneyType;

  @Field(() => MoneyType, { description: 'The dues of members who used nothing.' })
  unused!: MoneyType;

  @Field(() => String, { description: 'The fingerprint of everything that went into the split.' })
  inputHash!: string;

  @Field(() => ID, { nullable: true, description: 'The transaction in the books.' })
  transactionId!: string | null;

  @Field(() => Date, { description: 'When it was closed.' })
  closedAt!: Date;
}

@ObjectType('UsageStatementViewerCan', { description: 'What the viewer may do with a statement.' })
export class UsageStatementViewerCanType {
  @Field(() => VerdictType, { description: 'Approve it, so that it is paid.' })
  approve!: VerdictType;

  @Field(() => VerdictType, { description: 'Ask again for a payout that failed.' })
  retryPayout!: VerdictType;
}

@ObjectType('UsageStatement', {
  implements: () => [NodeType],
  description: 'A partner’s share of a period. For members, and for the partner its own.',
})
export class UsageStatementType extends NodeType {
  /** The row behind it, for resolvers; not part of the schema. */
  row!: UsageStatementRow;

  @Field(() => UsageStatementStateEnum, { description: 'How far it is.' })
  state!: string;

  @Field(() => MoneyType, {
    description:
      'The share that it tells: of this period, and of earlier ones that waited to be told.',
  })
  share!: MoneyType;

  @Field(() => UsageWaitEnum, {
    nullable: true,
    description: 'Why a part of the share is not told yet, or all of it. Null where all is told.',
  })
  waitsFor!: string | null;

  @Field(() => MoneyType, {
    description: 'What earlier statements told and was too little to be paid out.',
  })
  accrued!: MoneyType;

  @Field(() => MoneyType, { description: 'Both together: what is paid.' })
  amount!: MoneyType;

  @Field(() => DecimalScalar, { description: 'What members used, in the meter’s unit.' })
  quantity!: string;

  @Field(() => BigIntScalar, { description: 'How many events it stands on.' })
  events!: bigint;

  @Field(() => BigIntScalar, { description: 'How many of them happened in an earlier period.' })
  lateEvents!: bigint;

  @Field(() => String, {
    description:
      'The fingerprint of its events: SHA-256 in hex over lines of UTF-8, joined by line feeds. ' +
      'First the salt; then for each event, by source and id in code point order, its source and ' +
      'id, and in lines of their own the meter, the quantity without needless zeros and the ' +
      'instant with milliseconds, or source and id of the event that it retracts.',
  })
  eventsHash!: string;

  @Field(() => String, { description: 'What is hashed before its events.' })
  eventsSalt!: string;

  @Field(() => Date, { description: 'When it was drawn up.' })
  createdAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When a treasurer approved it.' })
  approvedAt!: Date | null;
}

export const UsageStatementConnection = connectionOf('UsageStatement', UsageStatementType);

export function toUsagePeriod(row: UsagePeriodRow): UsagePeriodType {
  const { startsOn, endsOn, paidMinor, coopMinor, unusedMinor, currency } = row;
  const { inputHash, transactionId, closedAt } = row;
  return {
    id: toGlobalId('UsagePeriod', row.id),
    startsOn,
    endsOn,
    paid: toMoney(paidMinor, currency),
    coop: toMoney(coopMinor, currency),
    unused: toMoney(unusedMinor, currency),
    inputHash,
    transactionId: transactionId === null ? null : toGlobalId('LedgerTransaction', transactionId),
    closedAt,
  };
}

export function toUsageStatement(row: UsageStatementRow): UsageStatementType {
  const { accruedMinor, amountMinor, currency } = row;
  const { state, quantity, events, lateEvents, eventsHash, eventsSalt } = row;
  const { waits, createdAt, approvedAt } = row;
  return {
    row,
    id: toGlobalId('UsageStatement', row.id),
    state,
    share: toMoney(toldShareOf(row), currency),
    waitsFor: waits ? UsageWaitEnum.FEW_MEMBERS : null,
    accrued: toMoney(accruedMinor, currency),
    amount: toMoney(amountMinor, currency),
    quantity,
    events,
    lateEvents,
    eventsHash,
    eventsSalt,
    createdAt,
    approvedAt,
  };
}
