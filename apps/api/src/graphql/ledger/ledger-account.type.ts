import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { availableMinor, onNormalSide } from '@rochdale/ledger';
import type { Account, AccountKind } from '@rochdale/ledger';
import { toGlobalId } from '../kit/node/global-id.js';
import { MoneyType, toMoney } from '../kit/value/money.type.js';
import { NodeType } from '../kit/node/node.type.js';
import { VerdictType } from '../kit/verdict.type.js';

export enum AccountKindEnum {
  ASSET = 'asset',
  EQUITY = 'equity',
  EXPENSE = 'expense',
  INCOME = 'income',
  LIABILITY = 'liability',
}

registerEnumType(AccountKindEnum, {
  name: 'AccountKind',
  description: 'What an account counts. Assets and expenses grow by debit, the others by credit.',
  valuesMap: {
    ASSET: { description: 'What the co-operative has.' },
    EQUITY: { description: 'What is the members’ own.' },
    EXPENSE: { description: 'What it spent.' },
    INCOME: { description: 'What it earned.' },
    LIABILITY: { description: 'What it owes.' },
  },
});

const kinds: Readonly<Record<AccountKind, AccountKindEnum>> = {
  asset: AccountKindEnum.ASSET,
  equity: AccountKindEnum.EQUITY,
  expense: AccountKindEnum.EXPENSE,
  income: AccountKindEnum.INCOME,
  liability: AccountKindEnum.LIABILITY,
};

export function toAccountKind(kind: AccountKind): AccountKindEnum {
  return kinds[kind];
}

@ObjectType('LedgerAccountViewerCan', { description: 'What the viewer may do with an account.' })
export class LedgerAccountViewerCanType {
  @Field(() => VerdictType, { description: 'Say how far the account may go down.' })
  setFloor!: VerdictType;
}

@ObjectType('LedgerAccount', {
  implements: () => [NodeType],
  description: 'An account of the books. Amounts are on its own side: positive is more of it.',
})
export class LedgerAccountType implements NodeType {
  id!: string;

  /** The row's id, for loaders; not part of the schema. */
  accountId!: string;

  currency!: string;

  @Field(() => String, { description: 'Unique with the currency: `bank`, `expense:hosting`.' })
  code!: string;

  @Field(() => String, { description: 'Its name in words.' })
  name!: string;

  @Field(() => AccountKindEnum, { description: 'What it counts.' })
  kind!: AccountKindEnum;

  @Field(() => MoneyType, { description: 'The sum of its postings.' })
  balance!: MoneyType;

  @Field(() => MoneyType, { description: 'What of it is reserved by open holds.' })
  held!: MoneyType;

  @Field(() => MoneyType, { description: 'The balance less what is reserved.' })
  available!: MoneyType;

  @Field(() => MoneyType, {
    nullable: true,
    description: 'The least that may be available, or null when nothing stops it.',
  })
  floor!: MoneyType | null;

  @Field(() => Date, { description: 'When it was opened.' })
  openedAt!: Date;
}

export function toLedgerAccount(account: Account): LedgerAccountType {
  const { id, code, name, kind, currency, floorMinor, openedAt } = account;
  return {
    id: toGlobalId('LedgerAccount', id),
    accountId: id,
    currency,
    code,
    name,
    kind: toAccountKind(kind),
    balance: toMoney(onNormalSide(kind, account.balanceMinor), currency),
    held: toMoney(account.heldMinor, currency),
    available: toMoney(availableMinor(account), currency),
    floor: floorMinor === null ? null : toMoney(floorMinor, currency),
    openedAt,
  };
}
