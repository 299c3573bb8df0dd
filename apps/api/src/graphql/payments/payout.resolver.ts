import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CancelPayout, isLate, PayoutQueries, ReleasePayouts } from '@rochdale/payouts';
import type { PayoutOrder, PayoutState } from '@rochdale/payouts';
import { Clock, may, permit } from '@rochdale/platform';
import { PageArgs, toConnection } from '../kit/list/connection.js';
import type { Connection } from '../kit/list/connection.js';
import { fromGlobalId, payeeIdOf, toIdOfKind } from '../kit/node/global-id.js';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { Computed, Relation } from '../kit/field/row-fields.js';
import { verdict } from '../kit/verdict.type.js';
import { MemberLoader } from '../membership/member.loader.js';
import { MemberType } from '../membership/member.type.js';
import { PaymentLoader } from './payment.loader.js';
import { PayoutStateEnum } from './payment-words.type.js';
import { PayoutFilterInput, payoutOrder } from './payment-filters.inputs.js';
import { PayoutsReleaseInput } from './payments.inputs.js';
import { PayoutPayload, PayoutsReleasePayload } from './payments.payloads.js';
import { PayoutConnection, PayoutType, PayoutViewerCanType, toPayout } from './payout.type.js';

/** Money that goes out: what members see of it, and what treasurers do. */
@Resolver(() => PayoutType)
export class PayoutResolver {
  constructor(
    private readonly queries: PayoutQueries,
    private readonly release: ReleasePayouts,
    private readonly cancel: CancelPayout,
    private readonly loader: PaymentLoader,
    private readonly members: MemberLoader,
    private readonly clock: Clock,
  ) {}

  @Query(() => PayoutConnection, {
    description: 'Payouts, the newest first. For members; never with bank details.',
  })
  async payouts(
    @Graph() graph: GraphContext,
    @Args() page: PageArgs,
    @Args('state', {
      type: () => PayoutStateEnum,
      nullable: true,
      description: 'Only these; all when left out.',
    })
    state?: PayoutState | null,
    @Args('filter', { type: () => PayoutFilterInput, nullable: true, description: 'Which ones.' })
    filter?: PayoutFilterInput | null,
    @Args('orderBy', payoutOrder) orderBy?: PayoutOrder | null,
  ): Promise<Connection<PayoutType>> {
    const { payeeId: payee, ...span } = filter ?? {};
    const named = payeeIdOf(payee, graph.audience, ['filter', 'payeeId']);
    const payeeId = await this.members.heard(graph, named);
    const wanted = { ...span, state: state ?? null, payeeId };
    const rows = await graph.read((tx) => this.queries.page(tx, page, wanted, orderBy ?? 'asked'));
    // Who sees refunds learns by an empty answer that there is none.
    if (may(graph.actor, 'payout.read-private').allowed) {
      graph.looks.at('credit', await this.members.lookedAt(graph, named));
    }
    return toConnection(rows, (row) => toPayout(row, graph.audience));
  }

  @Query(() => PayoutType, { nullable: true, description: 'A payout by its id. For members.' })
  async payout(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The payout.' }) id: string,
  ): Promise<PayoutType | null> {
    permit(graph.actor, 'payout.read');
    return this.loader.payout(graph, fromGlobalId('Payout', id, ['id']));
  }

  @Mutation(() => PayoutsReleasePayload, {
    description:
      'Lets approved payouts go: the money is reserved, and the account’s rail pays them once. ' +
      'For treasurers, never to themselves; what pays the only one, for administrators.',
  })
  async payoutsRelease(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'Which, and from where.' }) input: PayoutsReleaseInput,
  ): Promise<PayoutsReleasePayload> {
    const rows = await this.release.execute(graph.actor, {
      payoutIds: input.payoutIds.map((id) => fromGlobalId('Payout', id, ['payoutIds'])),
      bankAccountId: fromGlobalId('BankAccount', input.bankAccountId, ['bankAccountId']),
    });
    graph.forgetLoaded();
    return { payouts: rows.map((row) => toPayout(row, graph.audience)) };
  }

  @Mutation(() => PayoutPayload, {
    description: 'Takes back a payout that was not released. For treasurers.',
  })
  async payoutCancel(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The payout.' }) id: string,
  ): Promise<PayoutPayload> {
    const payoutId = fromGlobalId('Payout', id, ['id']);
    const row = await this.cancel.execute(graph.actor, { payoutId });
    graph.forgetLoaded();
    return { payout: toPayout(row, graph.audience) };
  }

  @Relation(() => ID, { description: 'The id of the member or partner who is paid.' })
  async payeeId(payouts: readonly PayoutType[], graph: GraphContext) {
    const members = await this.members.toldIds(
      graph,
      payouts,
      ({ row }) => (row.payeeKind === 'member' ? row.payeeId : null),
      ({ row }) => row.id,
    );
    return payouts.map(
      ({ row: { payeeKind, payeeId } }, nth) =>
        members[nth] ?? toIdOfKind(payeeKind, payeeId, graph.audience),
    );
  }

  @Relation(() => MemberType, {
    nullable: true,
    description: 'Who is paid, when it is a member.',
  })
  payee(payouts: readonly PayoutType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, payouts, ({ row }) =>
      row.payeeKind === 'member' ? row.payeeId : null,
    );
  }

  @Computed(() => Boolean, {
    description: 'Whether it is on its way for longer than a debit takes: somebody has to look.',
  })
  isLate({ row }: PayoutType): boolean {
    return isLate(row, this.clock.now());
  }

  @Relation(() => PayoutViewerCanType, { description: 'What the viewer may do.' })
  async viewerCan(
    payouts: readonly PayoutType[],
    graph: GraphContext,
  ): Promise<PayoutViewerCanType[]> {
    const { actor } = graph;
    const rows = payouts.map(({ row }) => row);
    const whyNot = await this.loader.whyNotRelease(graph, rows);
    for (const { id, payeeKind, payeeId } of rows) {
      const isOfDetails = whyNot.get(id)?.startsWith('PAYEE_DETAILS_') === true;
      if (isOfDetails && payeeKind === 'member') graph.looks.at('bank-details', payeeId);
    }
    return rows.map((row) => ({
      release: verdict(may(actor, 'payout.release'), whyNot.get(row.id)),
      cancel: verdict(
        may(actor, 'payout.cancel'),
        row.state === 'approved' ? null : 'PAYOUT_STATE',
      ),
    }));
  }
}
