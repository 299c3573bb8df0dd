import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { AssignLineToPayouts } from '@rochdale/payouts';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { fromGlobalId, toGlobalId } from '../kit/node/global-id.js';
import { BankLineAssignToPayoutsInput } from './payments.inputs.js';
import { BankLineAssignPayload } from './payments.payloads.js';

/** What a treasurer says a debit paid, where it names nothing of ours. */
@Resolver()
export class LineToPayoutsResolver {
  constructor(private readonly assign: AssignLineToPayouts) {}

  @Mutation(() => BankLineAssignPayload, {
    description:
      'Says which payouts a bank debited in one line that does not name them: it is their sum, ' +
      'and settles all of them, for good: `bankLineUndo` does not take it back. For treasurers.',
  })
  async bankLineAssignToPayouts(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'The line and its payouts.' })
    input: BankLineAssignToPayoutsInput,
  ): Promise<BankLineAssignPayload> {
    const transactionId = await this.assign.execute(graph.actor, {
      lineId: fromGlobalId('BankLine', input.lineId, ['lineId']),
      payoutIds: input.payoutIds.map((id) => fromGlobalId('Payout', id, ['payoutIds'])),
      because: input.because,
    });
    graph.forgetLoaded();
    return { transactionId: toGlobalId('LedgerTransaction', transactionId) };
  }
}
