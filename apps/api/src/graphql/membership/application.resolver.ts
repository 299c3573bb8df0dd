import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import {
  AdmitMember,
  ApplicationQueries,
  applicationView,
  ApplyForMembership,
  DeclineApplication,
  memberView,
  WithdrawApplication,
} from '@rochdale/membership';
import type { AppliedMembership, ApplicationState } from '@rochdale/membership';
import { audienceOf, may } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { PageArgs, toConnection } from '../kit/list/connection.js';
import type { Connection } from '../kit/list/connection.js';
import { fromGlobalId } from '../kit/node/global-id.js';
import { CurrentActor, Graph, GraphContext } from '../kit/graph-context.js';
import { Computed, Relation } from '../kit/field/row-fields.js';
import { verdict } from '../kit/verdict.type.js';
import {
  ApplicationConnection,
  ApplicationStateEnum,
  ApplicationType,
  ApplicationViewerCanType,
  toApplication,
} from './application.type.js';
import { MemberLoader } from './member.loader.js';
import { MemberType, toMember } from './member.type.js';
import { ApplicationFilterInput, MembershipApplyInput } from './membership.inputs.js';
import { ApplicationPayload } from './membership.payloads.js';

function payload(actor: Actor, { application, member }: AppliedMembership): ApplicationPayload {
  const view = applicationView(actor, application);
  return {
    application: toApplication(view),
    member: toMember(memberView(actor, member), audienceOf(actor)),
  };
}

function applicationIdOf(globalId: string): string {
  return fromGlobalId('Application', globalId, ['applicationId']);
}

@Resolver(() => ApplicationType)
export class ApplicationResolver {
  constructor(
    private readonly queries: ApplicationQueries,
    private readonly loader: MemberLoader,
    private readonly applyForMembership: ApplyForMembership,
    private readonly admitMember: AdmitMember,
    private readonly declineApplication: DeclineApplication,
    private readonly withdrawApplication: WithdrawApplication,
  ) {}

  @Query(() => ApplicationConnection, {
    description: 'Applications, the oldest first. For officers.',
  })
  async applications(
    @Graph() graph: GraphContext,
    @Args() page: PageArgs,
    @Args('state', {
      type: () => ApplicationStateEnum,
      nullable: true,
      description: 'Only those in this state.',
    })
    state?: ApplicationState | null,
    @Args('filter', {
      type: () => ApplicationFilterInput,
      nullable: true,
      description: 'Which ones.',
    })
    filter?: ApplicationFilterInput | null,
  ): Promise<Connection<ApplicationType>> {
    const { text = null, ...span } = filter ?? {};
    const wanted = { ...span, text, state: state ?? null };
    const rows = await graph.read((tx) => this.queries.page(tx, page, wanted));
    return toConnection(rows, toApplication);
  }

  @Relation(() => MemberType, { nullable: true, description: 'The applicant.' })
  applicant(applications: readonly ApplicationType[], graph: GraphContext) {
    return this.loader.members.ofEach(graph, applications, ({ memberId }) => memberId);
  }

  @Computed(() => String, {
    nullable: true,
    description: 'What the applicant wrote: for them, and for who decides as long as it waits.',
  })
  note({ note, memberId }: ApplicationType, { looks }: GraphContext): string | null {
    if (note !== null) looks.at('application-note', memberId);
    return note;
  }

  @Computed(() => String, {
    nullable: true,
    description: 'What the officer wrote in answer: for the applicant.',
  })
  decisionNote({ decisionNote, memberId }: ApplicationType, { looks }: GraphContext) {
    if (decisionNote !== null) looks.at('application-note', memberId);
    return decisionNote;
  }

  @Computed(() => ApplicationViewerCanType, { description: 'What the viewer may do with it.' })
  viewerCan(
    { memberId, state }: ApplicationType,
    { actor }: GraphContext,
  ): ApplicationViewerCanType {
    const decided = state === 'open' ? null : 'APPLICATION_DECIDED';
    const notYours = memberId === actor.memberId ? decided : 'NOT_YOURS';
    return {
      admit: verdict(may(actor, 'application.admit'), decided),
      decline: verdict(may(actor, 'application.decline'), decided),
      withdraw: verdict(may(actor, 'application.withdraw'), notYours),
    };
  }

  @Mutation(() => ApplicationPayload, { description: 'Applies for membership.' })
  async membershipApply(
    @CurrentActor() actor: Actor,
    @Args('input', { description: 'The application.' }) input: MembershipApplyInput,
  ): Promise<ApplicationPayload> {
    const applied = await this.applyForMembership.execute(actor, input);
    const { id: memberId, standing } = applied.member;
    return payload({ ...actor, memberId, standing }, applied);
  }

  @Mutation(() => ApplicationPayload, { description: 'Admits an applicant.' })
  async membershipAdmit(
    @CurrentActor() actor: Actor,
    @Args('applicationId', { type: () => ID, description: 'The application.' })
    applicationId: string,
    @Args('note', { type: () => String, nullable: true, description: 'A word to the applicant.' })
    note?: string | null,
  ): Promise<ApplicationPayload> {
    const input = { applicationId: applicationIdOf(applicationId), note: note ?? null };
    return payload(actor, await this.admitMember.execute(actor, input));
  }

  @Mutation(() => ApplicationPayload, { description: 'Declines an application.' })
  async membershipDecline(
    @CurrentActor() actor: Actor,
    @Args('applicationId', { type: () => ID, description: 'The application.' })
    applicationId: string,
    @Args('note', { type: () => String, nullable: true, description: 'A word to the applicant.' })
    note?: string | null,
  ): Promise<ApplicationPayload> {
    const input = { applicationId: applicationIdOf(applicationId), note: note ?? null };
    return payload(actor, await this.declineApplication.execute(actor, input));
  }

  @Mutation(() => ApplicationPayload, { description: 'Withdraws one’s own application.' })
  async membershipWithdraw(@CurrentActor() actor: Actor): Promise<ApplicationPayload> {
    return payload(actor, await this.withdrawApplication.execute(actor));
  }
}
