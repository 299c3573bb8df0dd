import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { AssignLineToPayoutReturn, AssignLineToPayouts } from '@rochdale/payouts';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { fromGlobalId, toGlobalId } from '../kit/node/global-id.js';
import {
  BankLineAssignToPayoutReturnInput,
  BankLineAssignToPayoutsInput,
} from './payments.inputs.js';
import { BankLineAssignPayload } from './payments.payloads.js';

/** What a treasurer says a line paid or brought back, where it names nothing of ours. */
@Resolver()
export class LineToPayoutsResolver {
  constructor(
    private readonly assign: AssignLineToPayouts,
    private readonly assignReturn: AssignLineToPayoutReturn,
  ) {}

  @Mutation(() => BankLineAssignPayload, {
    description:
      'Says which payouts a bank debited in one line that does not name them: it is their sum, ' +
      'and settles all of them. What the bank ' +
      'had refused is settled after all; what is paid otherwise by now is claimed back. For ' +
      'treasurers.',
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

  @Mutation(() => BankLineAssignPayload, {
    description:
      'Says which settled payout a bank line brings back: all of it is owed again and can be ' +
      'paid again, and what the bank kept of it is its fee. For ' +
      'treasurers.',
  })
  async bankLineAssignToPayoutReturn(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'The line and its payout.' })
    input: BankLineAssignToPayoutReturnInput,
  ): Promise<BankLineAssignPayload> {
    const transactionId = await this.assignReturn.execute(graph.actor, {
      lineId: fromGlobalId('BankLine', input.lineId, ['lineId']),
      payoutId: fromGlobalId('Payout', input.payoutId, ['payoutId']),
      feeMinor: input.feeMinor ?? null,
      because: input.because,
    });
    graph.forgetLoaded();
    return { transactionId: toGlobalId('LedgerTransaction', transactionId) };
  }
}
