import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import type { Actor } from '@rochdale/platform';
import {
  CloseAccountingPeriod,
  RecordJournalEntry,
  ReverseJournalEntry,
  SetAccountFloor,
} from '@rochdale/treasury';
import { fromGlobalId } from '../kit/node/global-id.js';
import { CurrentActor, Graph, GraphContext } from '../kit/graph-context.js';
import { toLedgerAccount } from '../ledger/ledger-account.type.js';
import { LedgerLoader } from '../ledger/ledger.loader.js';
import {
  AccountingPeriodCloseInput,
  JournalEntryRecordInput,
  JournalEntryReverseInput,
  LedgerAccountFloorSetInput,
} from './treasury.inputs.js';
import {
  AccountingPeriodClosePayload,
  JournalEntryPayload,
  LedgerAccountFloorSetPayload,
} from './treasury.payloads.js';
import { toPeriod } from './treasury.type.js';

/** What a treasurer does to the books by hand. */
@Resolver()
export class BooksResolver {
  constructor(
    private readonly closePeriod: CloseAccountingPeriod,
    private readonly recordJournalEntry: RecordJournalEntry,
    private readonly reverseJournalEntry: ReverseJournalEntry,
    private readonly setFloor: SetAccountFloor,
    private readonly ledger: LedgerLoader,
  ) {}

  @Mutation(() => AccountingPeriodClosePayload, {
    description: 'Closes the books up to a day, for ever. For treasurers.',
  })
  async accountingPeriodClose(
    @CurrentActor() actor: Actor,
    @Args('input', { description: 'Up to which day.' }) input: AccountingPeriodCloseInput,
  ): Promise<AccountingPeriodClosePayload> {
    const period = await this.closePeriod.execute(actor, input);
    return { accountingPeriod: toPeriod(period) };
  }

  @Mutation(() => JournalEntryPayload, { description: 'Records an entry. For treasurers.' })
  async journalEntryRecord(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'The entry.' }) input: JournalEntryRecordInput,
  ): Promise<JournalEntryPayload> {
    const { effectiveAt, effectiveOn, lines, ...entry } = input;
    const { id } = await this.recordJournalEntry.execute(graph.actor, {
      ...entry,
      ...(effectiveAt ? { effectiveAt } : {}),
      ...(effectiveOn ? { effectiveOn } : {}),
      lines: lines.map(({ memo, ...line }) => ({ ...line, ...(memo ? { memo } : {}) })),
    });
    return this.#entry(graph, id);
  }

  @Mutation(() => JournalEntryPayload, {
    description: 'Takes a journal entry back by its counter-entry. For treasurers.',
  })
  async journalEntryReverse(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'Which one, and why.' }) input: JournalEntryReverseInput,
  ): Promise<JournalEntryPayload> {
    const path = ['input', 'transactionId'];
    const { reason, idempotencyKey } = input;
    const { id } = await this.reverseJournalEntry.execute(graph.actor, {
      reason,
      idempotencyKey,
      transactionId: fromGlobalId('LedgerTransaction', input.transactionId, path),
    });
    return this.#entry(graph, id);
  }

  @Mutation(() => LedgerAccountFloorSetPayload, {
    description: 'Says how far an account may go down. For treasurers.',
  })
  async ledgerAccountFloorSet(
    @CurrentActor() actor: Actor,
    @Args('id', { type: () => ID, description: 'The account.' }) id: string,
    @Args('input', { description: 'The floor.' }) input: LedgerAccountFloorSetInput,
  ): Promise<LedgerAccountFloorSetPayload> {
    const accountId = fromGlobalId('LedgerAccount', id, ['id']);
    const account = await this.setFloor.execute(actor, {
      accountId,
      floorMinor: input.floorMinor ?? null,
    });
    return { ledgerAccount: toLedgerAccount(account) };
  }

  async #entry(graph: GraphContext, id: string): Promise<JournalEntryPayload> {
    return { transaction: await this.ledger.transactions.one(graph, id) };
  }
}
