import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import { AskPaymentFileWithdrawal, WithdrawPaymentFile } from '@rochdale/payouts';
import { fromGlobalId } from '../kit/node/global-id.js';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { Relation } from '../kit/field/row-fields.js';
import { PaymentFileType, PaymentStatusReportType, toPaymentFile } from './bank.type.js';
import { PaymentLoader } from './payment.loader.js';
import { PaymentFilePayload } from './payments.payloads.js';

/** What the bank said of a file of transfers, and what two persons do with one it never got. */
@Resolver(() => PaymentFileType)
export class PaymentFileResolver {
  constructor(
    private readonly ask: AskPaymentFileWithdrawal,
    private readonly withdraw: WithdrawPaymentFile,
    private readonly loader: PaymentLoader,
  ) {}

  @Mutation(() => PaymentFilePayload, {
    description:
      'Says that a payment file never went to the bank, and why. Nothing changes until a second ' +
      'person says so too. For treasurers and administrators.',
  })
  async paymentFileWithdrawalAsk(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The payment file.' }) id: string,
    @Args('reason', { type: () => String, description: 'Why: 1 to 500 characters.' })
    reason: string,
  ): Promise<PaymentFilePayload> {
    const paymentFileId = fromGlobalId('PaymentFile', id, ['id']);
    const row = await this.ask.execute(graph.actor, { paymentFileId, reason });
    return { paymentFile: toPaymentFile(row) };
  }

  @Mutation(() => PaymentFilePayload, {
    description:
      'Agrees that a payment file never went to the bank: its payouts end, and what they were ' +
      'for is paid anew. For another treasurer or administrator than who asked.',
  })
  async paymentFileWithdraw(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The payment file.' }) id: string,
  ): Promise<PaymentFilePayload> {
    const paymentFileId = fromGlobalId('PaymentFile', id, ['id']);
    const row = await this.withdraw.execute(graph.actor, { paymentFileId });
    graph.forgetLoaded();
    return { paymentFile: toPaymentFile(row) };
  }

  @Relation(() => [PaymentStatusReportType], {
    description: 'What the bank answered to it, the oldest first.',
  })
  statusReports(files: readonly PaymentFileType[], graph: GraphContext) {
    return this.loader.statusReports.ofEach(graph, files, ({ fileId }) => fileId);
  }
}
