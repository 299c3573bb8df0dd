import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { AskWaiver, DecideWaiver, WaiverQueries, WithdrawWaiver } from '@rochdale/dues';
import type { WaiverView } from '@rochdale/dues';
import { may } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { fromGlobalId } from '../kit/node/global-id.js';
import { CurrentActor, Graph, GraphContext } from '../kit/graph-context.js';
import { Computed, Relation } from '../kit/field/row-fields.js';
import { verdict } from '../kit/verdict.type.js';
import { MemberLoader } from '../membership/member.loader.js';
import { MemberType } from '../membership/member.type.js';
import { DuesWaiverAskInput } from './dues.inputs.js';
import { WaiverPayload } from './dues.payloads.js';
import { toWaiver, WaiverDecisionEnum, WaiverType, WaiverViewerCanType } from './dues.type.js';

/** Asking for less, in private. */
@Resolver(() => WaiverType)
export class WaiverResolver {
  constructor(
    private readonly asking: AskWaiver,
    private readonly deciding: DecideWaiver,
    private readonly withdrawing: WithdrawWaiver,
    private readonly queries: WaiverQueries,
    private readonly members: MemberLoader,
  ) {}

  @Query(() => [WaiverType], {
    description: 'Wishes to pay less, the newest first: one’s own, and for treasurers all.',
  })
  async waivers(@Graph() graph: GraphContext): Promise<WaiverType[]> {
    return (await graph.read((tx) => this.queries.list(tx))).map(toWaiver);
  }

  @Mutation(() => WaiverPayload, { description: 'Asks to pay less for a while. For members.' })
  async duesWaiverAsk(
    @CurrentActor() actor: Actor,
    @Args('input', { description: 'What one can give instead.' }) input: DuesWaiverAskInput,
  ): Promise<WaiverPayload> {
    return { waiver: toWaiver(await this.asking.execute(actor, input)) };
  }

  @Mutation(() => WaiverPayload, {
    description: 'Takes back what the viewer asked for; why they asked is gone with it.',
  })
  async duesWaiverWithdraw(
    @CurrentActor() actor: Actor,
    @Args('id', { type: () => ID, description: 'The waiver.' }) id: string,
  ): Promise<WaiverPayload> {
    const waiverId = fromGlobalId('Waiver', id, ['id']);
    return { waiver: toWaiver(await this.withdrawing.execute(actor, { waiverId })) };
  }

  @Mutation(() => WaiverPayload, {
    description: 'Grants or refuses a waiver. For treasurers, never their own.',
  })
  async duesWaiverDecide(
    @CurrentActor() actor: Actor,
    @Args('id', { type: () => ID, description: 'The waiver.' }) id: string,
    @Args('decision', { type: () => WaiverDecisionEnum, description: 'The answer.' })
    decision: 'granted' | 'refused',
  ): Promise<WaiverPayload> {
    const waiverId = fromGlobalId('Waiver', id, ['id']);
    return { waiver: toWaiver(await this.deciding.execute(actor, { waiverId, state: decision })) };
  }

  @Relation(() => MemberType, { nullable: true, description: 'Who asked.' })
  member(waivers: readonly WaiverType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, waivers, ({ view }) => view.memberId);
  }

  @Computed(() => String, {
    nullable: true,
    description: 'Why, if they said it: for the member, and for who decides as long as it waits.',
  })
  reason({ view: { reason, memberId } }: WaiverType, { looks }: GraphContext): string | null {
    if (reason !== null) looks.at('waiver-reason', memberId);
    return reason;
  }

  @Computed(() => WaiverViewerCanType, { description: 'What the viewer may do.' })
  viewerCan({ view }: WaiverType, { actor }: GraphContext): WaiverViewerCanType {
    return {
      decide: verdict(may(actor, 'dues-waiver.decide'), whyNotDecide(actor, view)),
      withdraw: verdict(may(actor, 'dues-waiver.withdraw'), whyNotWithdraw(actor, view)),
    };
  }
}

/** Why it is not this person's to decide; null when it is. */
export function whyNotDecide(
  { memberId: decider }: Actor,
  { state, memberId }: Pick<WaiverView, 'state' | 'memberId'>,
): 'WAIVER_DECIDED' | 'WAIVER_OWN' | null {
  if (state !== 'asked') return 'WAIVER_DECIDED';
  return memberId === decider ? 'WAIVER_OWN' : null;
}

/** Why it is not this person's to take back; null when it is. */
function whyNotWithdraw(
  { memberId: asker }: Actor,
  { state, memberId }: Pick<WaiverView, 'state' | 'memberId'>,
): 'WAIVER_DECIDED' | 'WAIVER_NOT_FOUND' | null {
  if (memberId !== asker) return 'WAIVER_NOT_FOUND';
  return state === 'asked' ? null : 'WAIVER_DECIDED';
}
