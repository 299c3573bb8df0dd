import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import {
  AcceptInvitation,
  CooperativeQueries,
  InvitationQueries,
  InviteMember,
  ResendInvitation,
  RevokeInvitation,
  whyNotResend,
} from '@rochdale/membership';
import type { InvitationRow, InvitationState } from '@rochdale/membership';
import { may } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { PageArgs, toConnection } from '../../kit/list/connection.js';
import type { Connection } from '../../kit/list/connection.js';
import { fromGlobalId } from '../../kit/node/global-id.js';
import { CurrentActor, Graph, GraphContext } from '../../kit/graph-context.js';
import { Computed, Relation } from '../../kit/field/row-fields.js';
import { verdict } from '../../kit/verdict.type.js';
import { toCooperative } from '../cooperative.type.js';
import { InvitationAcceptInput, InvitationSendInput } from './invitation.inputs.js';
import {
  InvitationConnection,
  InvitationStateEnum,
  InvitationType,
  InvitationViewerCanType,
  toInvitation,
} from './invitation.type.js';
import { MemberLoader } from '../member.loader.js';
import { MemberType } from '../member.type.js';
import { InvitationAcceptPayload, InvitationPayload } from './invitation.payloads.js';

const idOf = (globalId: string): string => fromGlobalId('Invitation', globalId, ['invitationId']);

const payload = (row: InvitationRow): InvitationPayload => ({
  invitation: toInvitation(row, row.sentAt),
});

@Resolver(() => InvitationType)
export class InvitationResolver {
  constructor(
    private readonly queries: InvitationQueries,
    private readonly loader: MemberLoader,
    private readonly inviteMember: InviteMember,
    private readonly resendInvitation: ResendInvitation,
    private readonly revokeInvitation: RevokeInvitation,
  ) {}

  @Query(() => InvitationConnection, { description: 'Invitations, the newest first; officers.' })
  async invitations(
    @Graph() graph: GraphContext,
    @Args() page: PageArgs,
    @Args('state', {
      type: () => InvitationStateEnum,
      nullable: true,
      description: 'Only those in this state.',
    })
    state?: InvitationState | null,
  ): Promise<Connection<InvitationType>> {
    return graph.read(async (tx) => {
      const rows = await this.queries.page(tx, page, state ?? null);
      return toConnection(rows, (row) => toInvitation(row, tx.now));
    });
  }

  @Relation(() => MemberType, { nullable: true, description: 'Who invited.' })
  invitedBy(invitations: readonly InvitationType[], graph: GraphContext) {
    return this.loader.members.ofEach(graph, invitations, ({ invitedById }) => invitedById);
  }

  @Relation(() => MemberType, { nullable: true, description: 'Who they became.' })
  member(invitations: readonly InvitationType[], graph: GraphContext) {
    return this.loader.members.ofEach(graph, invitations, ({ memberId }) => memberId);
  }

  @Computed(() => InvitationViewerCanType, { description: 'What the viewer may do with it.' })
  viewerCan({ state }: InvitationType, { actor }: GraphContext): InvitationViewerCanType {
    const over = whyNotResend(state)?.code ?? null;
    return {
      resend: verdict(may(actor, 'invitation.send'), over),
      revoke: verdict(may(actor, 'invitation.revoke'), over),
    };
  }

  @Mutation(() => InvitationPayload, { description: 'Invites a person by a letter.' })
  async invitationSend(
    @CurrentActor() actor: Actor,
    @Args('input', { description: 'Whom, and as what.' }) input: InvitationSendInput,
  ): Promise<InvitationPayload> {
    return payload(await this.inviteMember.execute(actor, input));
  }

  @Mutation(() => InvitationPayload, {
    description: 'Sends the letter again; the link in the earlier one ends.',
  })
  async invitationResend(
    @CurrentActor() actor: Actor,
    @Args('invitationId', { type: () => ID, description: 'The invitation.' }) globalId: string,
    @Args('expiresInDays', {
      type: () => Int,
      defaultValue: 14,
      description: 'How long it stands from now: 1 to 90 days.',
    })
    expiresInDays: number,
  ): Promise<InvitationPayload> {
    const input = { invitationId: idOf(globalId), expiresInDays };
    return payload(await this.resendInvitation.execute(actor, input));
  }

  @Mutation(() => InvitationPayload, {
    description: 'Takes an invitation back, and forgets whom it was for.',
  })
  async invitationRevoke(
    @CurrentActor() actor: Actor,
    @Args('invitationId', { type: () => ID, description: 'The invitation.' }) globalId: string,
  ): Promise<InvitationPayload> {
    const input = { invitationId: idOf(globalId) };
    return payload(await this.revokeInvitation.execute(actor, input));
  }
}

@Resolver()
export class InvitationAcceptResolver {
  constructor(
    private readonly acceptInvitation: AcceptInvitation,
    private readonly cooperatives: CooperativeQueries,
  ) {}

  @Mutation(() => InvitationAcceptPayload, {
    description: 'Makes a member of whoever has the letter. It signs nobody in.',
  })
  async invitationAccept(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'The link’s token.' }) input: InvitationAcceptInput,
  ): Promise<InvitationAcceptPayload> {
    const { actor, address } = graph;
    const { token, displayName = null } = input;
    const taken = { token, displayName, address };
    const accepted = await this.acceptInvitation.execute(actor, taken);
    const [row] = await graph.read((tx) =>
      this.cooperatives.findMany(tx, [accepted.cooperativeId]),
    );
    return { cooperative: row === undefined ? null : toCooperative(row) };
  }
}
