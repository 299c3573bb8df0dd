import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import {
  CloseSourceRow,
  ConnectionQueries,
  ConnectSource,
  DisconnectSource,
  OrderSweep,
  SourceRowQueries,
} from '@rochdale/collections';
import { platformErrors } from '@rochdale/platform';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { PageArgs, toConnection } from '../kit/list/connection.js';
import type { Connection } from '../kit/list/connection.js';
import { fromGlobalId } from '../kit/node/global-id.js';
import { readJsonText } from '../kit/value/json-text.js';
import { SourceConnectInput, SourceRowCloseInput, SourceSweepInput } from './collections.inputs.js';
import { MoneySourcePayload, SourceRowClosePayload } from './collections.payloads.js';
import {
  MoneySourceType,
  SourceRowConnection,
  SourceRowType,
  toMoneySource,
  toSourceRow,
} from './money-source.type.js';

/** Where money comes in by itself, and what of it waits for a person. */
@Resolver(() => MoneySourceType)
export class MoneySourceResolver {
  constructor(
    private readonly sources: ConnectionQueries,
    private readonly rows: SourceRowQueries,
    private readonly connect: ConnectSource,
    private readonly disconnect: DisconnectSource,
    private readonly order: OrderSweep,
    private readonly close: CloseSourceRow,
  ) {}

  @Query(() => [MoneySourceType], {
    description: 'What accounts are, or were, connected to. For clerks.',
  })
  async moneySources(@Graph() graph: GraphContext): Promise<MoneySourceType[]> {
    return (await graph.read((tx) => this.sources.all(tx))).map(toMoneySource);
  }

  @Query(() => SourceRowConnection, {
    description: 'Rows of sources that could not become lines, the newest first. For clerks.',
  })
  async sourceRowsWaiting(
    @Graph() graph: GraphContext,
    @Args() page: PageArgs,
  ): Promise<Connection<SourceRowType>> {
    const rows = await graph.read((tx) => this.rows.waiting(tx, page));
    return toConnection(rows, toSourceRow);
  }

  @Mutation(() => MoneySourcePayload, {
    description: 'Has the lines of an account come from a source, by themselves.',
  })
  async sourceConnect(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'Which account, which source.' }) input: SourceConnectInput,
  ): Promise<MoneySourcePayload> {
    const { source, settingsJson } = input;
    const connection = await this.connect.execute(graph.actor, {
      bankAccountId: fromGlobalId('BankAccount', input.bankAccountId, ['bankAccountId']),
      source,
      settings: settingsOf(settingsJson),
    });
    return { moneySource: toMoneySource(connection) };
  }

  @Mutation(() => MoneySourcePayload, { description: 'Asks a source no more.' })
  async sourceDisconnect(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The money source.' }) id: string,
  ): Promise<MoneySourcePayload> {
    const connectionId = fromGlobalId('MoneySource', id, ['id']);
    const connection = await this.disconnect.execute(graph.actor, { connectionId });
    return { moneySource: toMoneySource(connection) };
  }

  @Mutation(() => MoneySourcePayload, { description: 'Has a source swept soon.' })
  async sourceSweep(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'Which, and how much of it.' }) input: SourceSweepInput,
  ): Promise<MoneySourcePayload> {
    const connection = await this.order.execute(graph.actor, {
      connectionId: fromGlobalId('MoneySource', input.moneySourceId, ['moneySourceId']),
      fromStart: input.fromStart ?? false,
    });
    return { moneySource: toMoneySource(connection) };
  }

  @Mutation(() => SourceRowClosePayload, { description: 'Says what came of a row that waited.' })
  async sourceRowClose(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'The row, and what came of it.' }) input: SourceRowCloseInput,
  ): Promise<SourceRowClosePayload> {
    const rowId = fromGlobalId('SourceRow', input.sourceRowId, ['sourceRowId']);
    await this.close.execute(graph.actor, { rowId, because: input.because });
    return { sourceRowId: input.sourceRowId };
  }
}

/** Its shape is the source's business; that it is an object is ours. */
function settingsOf(json: string): object {
  const path = ['settingsJson'];
  const value = readJsonText(json, path);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw platformErrors.error('INVALID_INPUT', 'The settings are a JSON object.', { path });
}
