import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { SessionQueries } from '@rochdale/identity';
import {
  ChangeStanding,
  ChoosePseudonym,
  ChooseVisibility,
  EraseMember,
  LeaveCooperative,
  MemberQueries,
  memberView,
  RenameMember,
  whyNotAppoint,
  whyNotMove,
} from '@rochdale/membership';
import type { ErasedTexts, MemberOrder, MemberRow, Standing } from '@rochdale/membership';
import { audienceOf, may } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { PageArgs, toConnection } from '../kit/list/connection.js';
import type { Connection } from '../kit/list/connection.js';
import { fromMemberId } from '../kit/node/global-id.js';
import { CurrentActor, Graph, GraphContext } from '../kit/graph-context.js';
import { Relation } from '../kit/field/row-fields.js';
import { verdict } from '../kit/verdict.type.js';
import { MemberLoader } from './member.loader.js';
import { MemberConnection, MemberType, MemberViewerCanType, toMember } from './member.type.js';
import {
  MemberFilterInput,
  memberOrder,
  MemberPseudonymInput,
  MemberStandingChangeInput,
  MemberVisibilityInput,
  ErasedTextsEnum,
} from './membership.inputs.js';
import { MemberPayload } from './membership.payloads.js';
import { StandingChangeType } from './standing-change.type.js';
import { lookAtStanding, StandingEnum } from './standing.type.js';

function payload(actor: Actor, row: MemberRow): MemberPayload {
  return { member: toMember(memberView(actor, row), audienceOf(actor)) };
}

function memberIdOf(actor: Actor, globalId: string): string {
  return fromMemberId(globalId, audienceOf(actor), ['memberId']);
}

@Resolver(() => MemberType)
export class MemberResolver {
  constructor(
    private readonly queries: MemberQueries,
    private readonly loader: MemberLoader,
  ) {}

  @Query(() => MemberConnection, { description: 'The members of the co-operative.' })
  async members(
    @Graph() graph: GraphContext,
    @Args() page: PageArgs,
    @Args('standings', {
      type: () => [StandingEnum],
      nullable: true,
      description:
        'For officers and treasurers: exactly these standings. Otherwise current members.',
    })
    standings?: Standing[] | null,
    @Args('filter', { type: () => MemberFilterInput, nullable: true, description: 'Which ones.' })
    filter?: MemberFilterInput | null,
    @Args('orderBy', memberOrder) orderBy?: MemberOrder | null,
  ): Promise<Connection<MemberType>> {
    const wanted = { text: filter?.text ?? null, standings: standings ?? null };
    const rows = await graph.read((tx) => this.queries.page(tx, page, wanted, orderBy ?? 'joined'));
    // Who asks by standing is told who stands where, whatever else is asked of them.
    for (const { id, standing } of rows.told) lookAtStanding(graph.looks, id, standing);
    return toConnection(rows, (row) => toMember(row, graph.audience));
  }

  @Relation(() => [StandingChangeType], {
    nullable: true,
    description:
      'How they came to stand as they do: the latest 20 changes. For themselves and the officers.',
  })
  standingHistory(members: readonly MemberType[], graph: GraphContext) {
    const { actor } = graph;
    const mayReadAll = may(actor, 'member.read-standing-history').allowed;
    return this.loader.standingHistories.ofEach(graph, members, ({ memberId }) =>
      mayReadAll || memberId === actor.memberId ? memberId : null,
    );
  }

  @Relation(() => MemberViewerCanType, { description: 'What the viewer may do with them.' })
  async viewerCan(members: readonly MemberType[], graph: GraphContext) {
    const { actor } = graph;
    const whyNotLeave = await this.loader.whyNotLeave(graph);
    const isToldStanding = ['member.change-standing', 'role.appoint'] as const;
    return members.map(({ memberId, standing }): MemberViewerCanType => {
      // To whom it says why not, it says that they do not belong.
      if (
        whyNotAppoint(standing) !== null &&
        isToldStanding.some((one) => may(actor, one).allowed)
      ) {
        lookAtStanding(graph.looks, memberId, standing);
      }
      const notYours = memberId === actor.memberId ? null : 'NOT_YOURS';
      return {
        memberId,
        standing,
        changeStanding: verdict(may(actor, 'member.change-standing'), whyNotMove(standing)?.code),
        appointRole: verdict(may(actor, 'role.appoint'), whyNotAppoint(standing)?.code),
        chooseVisibility: verdict(may(actor, 'member.choose-visibility'), notYours),
        choosePseudonym: verdict(may(actor, 'member.choose-pseudonym'), notYours),
        leave: verdict(may(actor, 'member.leave'), notYours ?? whyNotLeave),
      };
    });
  }
}

@Resolver()
export class MemberMutationsResolver {
  constructor(
    private readonly changeStanding: ChangeStanding,
    private readonly chooseVisibility: ChooseVisibility,
    private readonly choosePseudonym: ChoosePseudonym,
    private readonly renameMember: RenameMember,
  ) {}

  @Mutation(() => MemberPayload, { description: 'Moves a member to another standing.' })
  async memberStandingChange(
    @CurrentActor() actor: Actor,
    @Args('memberId', { type: () => ID, description: 'The member.' }) memberId: string,
    @Args('input', { description: 'The change.' }) input: MemberStandingChangeInput,
  ): Promise<MemberPayload> {
    const { to, reason, note = null } = input;
    const change = { to, reason, note, memberId: memberIdOf(actor, memberId) };
    return payload(actor, await this.changeStanding.execute(actor, change));
  }

  @Mutation(() => MemberPayload, { description: 'Says who sees what of oneself.' })
  async memberVisibilityChoose(
    @CurrentActor() actor: Actor,
    @Args('input', { description: 'The choices.' }) input: MemberVisibilityInput,
  ): Promise<MemberPayload> {
    return payload(actor, await this.chooseVisibility.execute(actor, input));
  }

  @Mutation(() => MemberPayload, {
    description: 'Says by what one is called before those who do not see one’s name.',
  })
  async memberPseudonymChoose(
    @CurrentActor() actor: Actor,
    @Args('input', { description: 'The pseudonym, and who reads it.' }) input: MemberPseudonymInput,
  ): Promise<MemberPayload> {
    return payload(actor, await this.choosePseudonym.execute(actor, input));
  }

  @Mutation(() => MemberPayload, {
    description:
      'Changes one’s own name: to no word of an office, no name of who is in office, and no ' +
      'pseudonym of another.',
  })
  async memberRename(
    @CurrentActor() actor: Actor,
    @Args('displayName', { description: 'The new name.' }) displayName: string,
  ): Promise<MemberPayload> {
    return payload(actor, await this.renameMember.execute(actor, { displayName }));
  }
}

/** What cannot be taken back: by a session that is new. */
@Resolver()
export class MemberEndsResolver {
  constructor(
    private readonly leaveCooperative: LeaveCooperative,
    private readonly eraseMember: EraseMember,
    private readonly sessions: SessionQueries,
  ) {}

  @Mutation(() => MemberPayload, {
    description: 'Leaves the co-operative, by a session of at most 15 minutes: `SIGN_IN_AGAIN`.',
  })
  async membershipLeave(@Graph() graph: GraphContext): Promise<MemberPayload> {
    await graph.read((tx) => this.sessions.requireNew(tx, graph.sessionId));
    return payload(graph.actor, await this.leaveCooperative.execute(graph.actor));
  }

  @Mutation(() => MemberPayload, {
    description:
      'Erases what is personal about a former member: oneself without an id. By a session of at ' +
      'most 15 minutes: `SIGN_IN_AGAIN`.',
  })
  async memberErase(
    @Graph() graph: GraphContext,
    @Args('memberId', { type: () => ID, nullable: true, description: 'The member.' })
    memberId?: string | null,
    @Args('texts', {
      type: () => ErasedTextsEnum,
      defaultValue: ErasedTextsEnum.KEEP_WITHOUT_NAME,
      description: 'What becomes of what they proposed; whoever erases another keeps it.',
    })
    texts: ErasedTexts = ErasedTextsEnum.KEEP_WITHOUT_NAME,
  ): Promise<MemberPayload> {
    const { actor } = graph;
    const input = typeof memberId === 'string' ? { memberId: memberIdOf(actor, memberId) } : {};
    await graph.read((tx) => this.sessions.requireNew(tx, graph.sessionId));
    return payload(actor, await this.eraseMember.execute(actor, { ...input, texts }));
  }
}
