import { registerEnumType } from '@nestjs/graphql';

export const MeterAggregationEnum = {
  SUM: 'sum',
  COUNT: 'count',
  MAX: 'max',
  LAST: 'last',
  UNIQUE: 'unique',
} as const;

registerEnumType(MeterAggregationEnum, {
  name: 'MeterAggregation',
  description: 'How a member’s events of a period add up.',
  valuesMap: {
    SUM: { description: 'The sum of the quantities.' },
    COUNT: { description: 'How many events there are.' },
    MAX: { description: 'The largest quantity.' },
    LAST: { description: 'The latest quantity.' },
    UNIQUE: { description: 'How many different quantities there are.' },
  },
});

export const SplitRuleEnum = {
  USER_CENTRIC: 'user-centric',
  PRO_RATA: 'pro-rata',
  EQUAL_PER_MEMBER: 'equal-per-member',
  HYBRID: 'hybrid',
} as const;

registerEnumType(SplitRuleEnum, {
  name: 'SplitRule',
  description: 'How the pool is shared among partners.',
  valuesMap: {
    USER_CENTRIC: { description: 'Each member’s dues go to whom that member used.' },
    PRO_RATA: { description: 'All dues together, by all usage together.' },
    EQUAL_PER_MEMBER: { description: 'Each member who used something counts the same.' },
    HYBRID: { description: 'Between user-centric and pro rata, by `lambda`.' },
  },
});

export const UnusedGoesToEnum = { SOLIDARITY: 'solidarity', COOPERATIVE: 'co-operative' } as const;

registerEnumType(UnusedGoesToEnum, {
  name: 'UnusedGoesTo',
  description: 'Where the dues of members who used nothing go.',
  valuesMap: {
    SOLIDARITY: { description: 'To the solidarity fund.' },
    COOPERATIVE: { description: 'To the co-operative.' },
  },
});

export const UsageStatementStateEnum = {
  DRAFT: 'draft',
  APPROVED: 'approved',
  ACCRUED: 'accrued',
  PAID: 'paid',
  PAYOUT_FAILED: 'payout-failed',
} as const;

registerEnumType(UsageStatementStateEnum, {
  name: 'UsageStatementState',
  description: 'How far a partner’s statement is.',
  valuesMap: {
    DRAFT: { description: 'Drawn up; waits for a treasurer.' },
    APPROVED: { description: 'Owed; its payout was requested.' },
    ACCRUED: { description: 'Too little to pay out: waits for the next statement.' },
    PAID: { description: 'Paid.' },
    PAYOUT_FAILED: { description: 'Owed; its payout failed or came back.' },
  },
});

export const UsageWaitEnum = { FEW_MEMBERS: 'few-members' } as const;

registerEnumType(UsageWaitEnum, {
  name: 'UsageWait',
  description: 'Why a partner’s share is not told yet.',
  valuesMap: {
    FEW_MEMBERS: {
      description:
        'So few members’ dues are behind it, or behind the difference to what was told before, ' +
        'that it would tell theirs. It is told with a later statement.',
    },
  },
});
