import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import type {
  AccountingPeriod,
  CurrencyTotals,
  MonthOfTreasury,
  Release,
  ReleaseCell,
  TreasuryReport,
} from '@rochdale/treasury';
import { nameOfFigure } from '@rochdale/treasury';
import { onNormalSide } from '@rochdale/ledger';
import { toGlobalId } from '../kit/node/global-id.js';
import { MoneyType, toMoney } from '../kit/value/money.type.js';
import { DateScalar } from '../kit/value/scalars.js';
import { AccountKindEnum, toAccountKind } from '../ledger/ledger-account.type.js';
import { VerdictType } from '../kit/verdict.type.js';

@ObjectType('TreasuryAccount', { description: 'An account in a treasury report.' })
export class TreasuryAccountType {
  @Field(() => ID, { description: 'The id of the account, for `node` and filters.' })
  accountId!: string;

  @Field(() => String, { description: 'Its code in the chart.' })
  code!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => AccountKindEnum, { description: 'What it counts.' })
  kind!: AccountKindEnum;

  @Field(() => MoneyType, { description: 'Sum of its debits.' })
  debits!: MoneyType;

  @Field(() => MoneyType, { description: 'Sum of its credits.' })
  credits!: MoneyType;

  @Field(() => MoneyType, { description: 'Its balance, on its own side.' })
  balance!: MoneyType;
}

@ObjectType('TreasuryTotals', {
  description: 'What the co-operative has and owes in one currency.',
})
export class TreasuryTotalsType {
  @Field(() => String, { description: 'Three letters of ISO 4217.' })
  currency!: string;

  @Field(() => MoneyType, { description: 'What it has.' })
  assets!: MoneyType;

  @Field(() => MoneyType, { description: 'What it owes.' })
  liabilities!: MoneyType;

  @Field(() => MoneyType, { description: 'What was earned.' })
  income!: MoneyType;

  @Field(() => MoneyType, { description: 'What was spent.' })
  expenses!: MoneyType;

  @Field(() => MoneyType, { description: 'Income less expenses.' })
  result!: MoneyType;

  @Field(() => MoneyType, { description: 'Assets less liabilities.' })
  netWorth!: MoneyType;
}

@ObjectType('TreasuryMonthLine', { description: 'What one account moved in one month.' })
export class TreasuryMonthLineType {
  @Field(() => String, { description: 'The code of the account in the chart.' })
  code!: string;

  @Field(() => String, { description: 'The name of the account.' })
  name!: string;

  @Field(() => AccountKindEnum, { description: 'Income or expense.' })
  kind!: AccountKindEnum;

  @Field(() => MoneyType, { description: 'The amount, on the side of the account.' })
  amount!: MoneyType;
}

@ObjectType('TreasuryMonth', {
  description: 'Income and expenses of a month, by the days of the co-operative.',
})
export class TreasuryMonthType {
  @Field(() => String, { description: 'The month as YYYY-MM.' })
  month!: string;

  @Field(() => MoneyType, { description: 'What was earned.' })
  income!: MoneyType;

  @Field(() => MoneyType, { description: 'What was spent.' })
  expenses!: MoneyType;

  @Field(() => [TreasuryMonthLineType], { description: 'By account.' })
  lines!: TreasuryMonthLineType[];
}

@ObjectType('AccountingPeriod', {
  description: 'Accounting days, those of the co-operative, whose books are closed.',
})
export class AccountingPeriodType {
  @Field(() => DateScalar, {
    nullable: true,
    description: 'Its first day, or null where it reaches back to the beginning.',
  })
  startsOn!: string | null;

  @Field(() => DateScalar, { description: 'Its last day.' })
  endsOn!: string;

  @Field(() => Date, { description: 'When it was closed.' })
  closedAt!: Date;
}

@ObjectType('TreasuryViewerCan', { description: 'What the viewer may do in the treasury.' })
export class TreasuryViewerCanType {
  @Field(() => VerdictType, { description: 'Close an accounting period.' })
  closePeriod!: VerdictType;

  @Field(() => VerdictType, { description: 'Open a fund.' })
  createFund!: VerdictType;

  @Field(() => VerdictType, { description: 'Record a journal entry.' })
  recordJournalEntry!: VerdictType;
}

export enum TreasuryFigureKindEnum {
  FUND = 'fund',
  INCOME = 'income',
  SPENDING = 'spending',
}

registerEnumType(TreasuryFigureKindEnum, {
  name: 'TreasuryFigureKind',
  description: 'What a figure counts.',
  valuesMap: {
    FUND: { description: 'What was set aside in a fund, less what was given back.' },
    INCOME: { description: 'What was earned.' },
    SPENDING: { description: 'What was spent.' },
  },
});

const figureKinds: Readonly<Record<ReleaseCell['kind'], TreasuryFigureKindEnum>> = {
  fund: TreasuryFigureKindEnum.FUND,
  income: TreasuryFigureKindEnum.INCOME,
  spending: TreasuryFigureKindEnum.SPENDING,
};

@ObjectType('TreasuryFigure', {
  description:
    'An amount that is of six persons or more, or of nobody, also where others are taken from it.',
})
export class TreasuryFigureType {
  @Field(() => String, { description: 'The first month that it counts, as YYYY-MM.' })
  since!: string;

  @Field(() => TreasuryFigureKindEnum, { description: 'What it counts.' })
  kind!: TreasuryFigureKindEnum;

  @Field(() => [String], {
    description: 'The codes of the accounts that it counts together, in the chart.',
  })
  codes!: readonly string[];

  @Field(() => String, { description: 'Their names.' })
  name!: string;

  @Field(() => MoneyType, { description: 'How much was recorded of it since that month.' })
  amount!: MoneyType;
}

@ObjectType('TreasuryRelease', {
  description:
    'The figures that came out when a month was over. They count what was recorded, whenever it ' +
    'took effect, each amount once, and never change; what is of too few persons waits.',
})
export class TreasuryReleaseType {
  @Field(() => String, { description: 'The month as YYYY-MM: the last one that is counted.' })
  month!: string;

  @Field(() => [TreasuryFigureType], { description: 'The figures.' })
  figures!: TreasuryFigureType[];
}

@ObjectType('Treasury', { description: 'What the co-operative tells everybody of its money.' })
export class TreasuryType {
  @Field(() => Date, {
    nullable: true,
    description: 'Counts what took effect before this moment; null counts everything.',
  })
  before!: Date | null;

  @Field(() => [TreasuryAccountType], {
    description: 'The trial balance. For treasurers and auditors; empty for everybody else.',
  })
  accounts!: TreasuryAccountType[];

  @Field(() => [TreasuryTotalsType], {
    description: 'Sums per currency. For treasurers and auditors; empty for everybody else.',
  })
  totals!: TreasuryTotalsType[];
}

export function toTreasury(report: TreasuryReport): TreasuryType {
  return {
    before: report.before,
    accounts: report.accounts.map((row) => ({
      accountId: toGlobalId('LedgerAccount', row.accountId),
      code: row.code,
      name: row.name,
      kind: toAccountKind(row.kind),
      debits: toMoney(row.debitMinor, row.currency),
      credits: toMoney(row.creditMinor, row.currency),
      balance: toMoney(onNormalSide(row.kind, row.balanceMinor), row.currency),
    })),
    totals: report.totals.map(toTotals),
  };
}

function toTotals({ currency, byKindMinor, resultMinor, netWorthMinor }: CurrencyTotals) {
  return {
    currency,
    assets: toMoney(byKindMinor.asset, currency),
    liabilities: toMoney(byKindMinor.liability, currency),
    income: toMoney(byKindMinor.income, currency),
    expenses: toMoney(byKindMinor.expense, currency),
    result: toMoney(resultMinor, currency),
    netWorth: toMoney(netWorthMinor, currency),
  };
}

export function toMonth({ currency, ...month }: MonthOfTreasury): TreasuryMonthType {
  return {
    month: month.month,
    income: toMoney(month.incomeMinor, currency),
    expenses: toMoney(month.expenseMinor, currency),
    lines: month.lines.map((line) => ({
      code: line.code,
      name: line.name,
      kind: toAccountKind(line.kind),
      amount: toMoney(line.amountMinor, currency),
    })),
  };
}

export function toPeriod({ startsOn, endsOn, closedAt }: AccountingPeriod): AccountingPeriodType {
  return { startsOn, endsOn, closedAt };
}

export function toRelease({ month, cells }: Release): TreasuryReleaseType {
  return {
    month,
    figures: cells.map((cell) => ({
      since: cell.since,
      kind: figureKinds[cell.kind],
      codes: cell.codes,
      name: nameOfFigure(cell),
      amount: toMoney(cell.amountMinor, cell.currency),
    })),
  };
}
