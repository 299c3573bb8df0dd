import { Field, ObjectType } from '@nestjs/graphql';
import type { Fund } from '@rochdale/treasury';
import { toGlobalId } from '../kit/node/global-id.js';
import { MoneyType, toMoney } from '../kit/value/money.type.js';
import { NodeType } from '../kit/node/node.type.js';
import { VerdictType } from '../kit/verdict.type.js';

@ObjectType('FundViewerCan', { description: 'What the viewer may do with a fund.' })
export class FundViewerCanType {
  @Field(() => VerdictType, { description: 'Set money aside in it, or give it back.' })
  allocate!: VerdictType;

  @Field(() => VerdictType, { description: 'Close it.' })
  close!: VerdictType;
}

@ObjectType('Fund', {
  implements: () => [NodeType],
  description: 'An envelope of money set aside, with a purpose and a limit.',
})
export class FundType implements NodeType {
  id!: string;

  accountId!: string;
  isClosed!: boolean;

  @Field(() => String, { description: 'Its short name, unique in the co-operative.' })
  key!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { description: 'What the money is for.' })
  purpose!: string;

  @Field(() => MoneyType, { nullable: true, description: 'The most it may hold, if limited.' })
  limit!: MoneyType | null;

  @Field(() => Date, { description: 'When it was opened.' })
  openedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was closed, if it was.' })
  closedAt!: Date | null;
}

export function toFund(fund: Fund): FundType {
  const { id, accountId, key, name, purpose, limitMinor, currency, openedAt, closedAt } = fund;
  return {
    id: toGlobalId('Fund', id),
    accountId,
    isClosed: closedAt !== null,
    key,
    name,
    purpose,
    limit: limitMinor === null ? null : toMoney(limitMinor, currency),
    openedAt,
    closedAt,
  };
}
