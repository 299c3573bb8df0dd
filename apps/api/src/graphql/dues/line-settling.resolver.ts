import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import { AssignLineToReturn, SplitLine } from '@rochdale/dues';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { fromGlobalId, toGlobalId } from '../kit/node/global-id.js';
import { BankLineAssignPayload } from '../payments/payments.payloads.js';
import { BankLineSplitInput } from './credit.inputs.js';

/** What a treasurer says a line settled, where nothing else can know. */
@Resolver()
export class LineSettlingResolver {
  constructor(
    private readonly split: SplitLine,
    private readonly assignReturn: AssignLineToReturn,
  ) {}

  @Mutation(() => BankLineAssignPayload, {
    description:
      'Shares a bank line out among invoices, in one posting; the rest is a member’s credit. ' +
      'For treasurers.',
  })
  async bankLineSplit(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'The line and its parts.' }) input: BankLineSplitInput,
  ): Promise<BankLineAssignPayload> {
    const { creditMemberId } = input;
    const transactionId = await this.split.execute(graph.actor, {
      lineId: fromGlobalId('BankLine', input.lineId, ['lineId']),
      parts: input.parts.map(({ invoiceId, amountMinor }, nth) => ({
        invoiceId: fromGlobalId('Invoice', invoiceId, ['parts', String(nth), 'invoiceId']),
        amountMinor,
      })),
      creditMemberId: creditMemberId
        ? fromGlobalId('Member', creditMemberId, ['creditMemberId'])
        : null,
    });
    graph.forgetLoaded();
    return { transactionId: toGlobalId('LedgerTransaction', transactionId) };
  }

  @Mutation(() => BankLineAssignPayload, {
    description:
      'Says which payment a bank line takes back: what it had settled is open again, and what ' +
      'the line took beyond it is the bank’s fee. For treasurers.',
  })
  async bankLineAssignToReturn(
    @Graph() graph: GraphContext,
    @Args('lineId', { type: () => ID, description: 'The line that took the money.' })
    lineId: string,
    @Args('returnsLineId', { type: () => ID, description: 'The line that had brought it.' })
    returnsLineId: string,
  ): Promise<BankLineAssignPayload> {
    const transactionId = await this.assignReturn.execute(graph.actor, {
      lineId: fromGlobalId('BankLine', lineId, ['lineId']),
      returnsLineId: fromGlobalId('BankLine', returnsLineId, ['returnsLineId']),
    });
    graph.forgetLoaded();
    return { transactionId: toGlobalId('LedgerTransaction', transactionId) };
  }
}
