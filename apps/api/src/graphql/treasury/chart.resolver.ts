import { Args, Field, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { whyNotExplainByKey } from '@rochdale/banking';
import { ChartQueries } from '@rochdale/treasury';
import type { ChartLine } from '@rochdale/treasury';
import { Graph, GraphContext } from '../kit/graph-context.js';
import {
  AccountKindEnum,
  LedgerAccountType,
  toAccountKind,
  toLedgerAccount,
} from '../ledger/ledger-account.type.js';

@ObjectType('ChartAccount', { description: 'What can be booked to, opened or not.' })
export class ChartAccountType {
  @Field(() => String, {
    description:
      'Its key: `bank-fees`. Of a family its beginning, `expense:`, to which you add a word of ' +
      'letters, digits and hyphens; it names no person, since everybody reads it.',
  })
  key!: string;

  @Field(() => String, { description: 'Its name in words.' })
  name!: string;

  @Field(() => AccountKindEnum, { description: 'What it counts.' })
  kind!: AccountKindEnum;

  @Field(() => Boolean, {
    description: 'Whether it is a family of accounts. Those of it are in `ledgerAccounts`.',
  })
  isFamily!: boolean;

  @Field(() => Boolean, {
    description: 'Whether a journal entry may move it; otherwise a register keeps it.',
  })
  takesJournalEntries!: boolean;

  @Field(() => Boolean, {
    description: 'Whether its key may explain a bank line (`bankLineAssign`).',
  })
  takesBankLines!: boolean;

  @Field(() => LedgerAccountType, {
    nullable: true,
    description:
      'Its account in that currency; null until something is booked to it, and where the viewer ' +
      'does not read its balance.',
  })
  account!: LedgerAccountType | null;
}

function toChartAccount({ key, name, kind, isFamily, isByHand, account }: ChartLine) {
  return {
    key,
    name,
    kind: toAccountKind(kind),
    isFamily,
    takesJournalEntries: isByHand,
    takesBankLines: whyNotExplainByKey(key) === null,
    account: account === null ? null : toLedgerAccount(account),
  };
}

/** What a treasurer may book to before anything was. */
@Resolver(() => ChartAccountType)
export class ChartResolver {
  constructor(private readonly queries: ChartQueries) {}

  @Query(() => [ChartAccountType], {
    description: 'The chart of accounts in its order, the same everywhere. Public.',
  })
  async chartOfAccounts(
    @Graph() graph: GraphContext,
    @Args('currency', {
      type: () => String,
      description: 'Whose accounts: three letters of ISO 4217.',
    })
    currency: string,
  ): Promise<ChartAccountType[]> {
    return (await graph.read((tx) => this.queries.all(tx, currency))).map(toChartAccount);
  }
}
