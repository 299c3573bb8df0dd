import { Field, ObjectType } from '@nestjs/graphql';
import { Payload } from '../kit/error/user-error.type.js';
import { LedgerAccountType } from '../ledger/ledger-account.type.js';
import { LedgerTransactionType } from '../ledger/ledger-transaction.type.js';
import { FundType } from './fund.type.js';
import { AccountingPeriodType } from './treasury.type.js';

@ObjectType({ description: 'A fund after a change, or why it was not changed.' })
export class FundPayload extends Payload {
  @Field(() => FundType, { nullable: true, description: 'The fund.' })
  fund?: FundType | null;
}

@ObjectType({ description: 'What was set aside, or why not.' })
export class FundAllocatePayload extends Payload {
  @Field(() => LedgerTransactionType, { nullable: true, description: 'The transaction.' })
  transaction?: LedgerTransactionType | null;
}

@ObjectType({ description: 'The period that was closed, or why not.' })
export class AccountingPeriodClosePayload extends Payload {
  @Field(() => AccountingPeriodType, { nullable: true, description: 'The period.' })
  accountingPeriod?: AccountingPeriodType | null;
}

@ObjectType({ description: 'The recorded entry, or why it was not recorded.' })
export class JournalEntryPayload extends Payload {
  @Field(() => LedgerTransactionType, { nullable: true, description: 'The transaction.' })
  transaction?: LedgerTransactionType | null;
}

@ObjectType({ description: 'The account with its new floor, or why it was not changed.' })
export class LedgerAccountFloorSetPayload extends Payload {
  @Field(() => LedgerAccountType, { nullable: true, description: 'The account.' })
  ledgerAccount?: LedgerAccountType | null;
}
