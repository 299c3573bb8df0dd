import { Query, Resolver } from '@nestjs/graphql';
import { AccountQueries, PersonalTokenQueries, SessionQueries } from '@rochdale/identity';
import { ApplicationQueries, CooperativeQueries, ExportOwnData } from '@rochdale/membership';
import { allPermissions, may } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { CurrentActor, Graph, GraphContext } from '../kit/graph-context.js';
import { Computed } from '../kit/field/row-fields.js';
import { ApplicationType, toApplication } from '../membership/application.type.js';
import { CooperativeType, toCooperative } from '../membership/cooperative.type.js';
import { MemberLoader } from '../membership/member.loader.js';
import { MemberType } from '../membership/member.type.js';
import { SessionType, toSession } from './session.type.js';
import { PersonalTokenType, toPersonalToken } from './token.type.js';
import { AccountType, ViewerType } from './viewer.type.js';

/** What only the person themselves sees; for everybody else these fields are null or empty. */
@Resolver(() => ViewerType)
export class ViewerResolver {
  constructor(
    private readonly accounts: AccountQueries,
    private readonly sessionQueries: SessionQueries,
    private readonly tokens: PersonalTokenQueries,
    private readonly cooperativeQueries: CooperativeQueries,
    private readonly applicationQueries: ApplicationQueries,
    private readonly members: MemberLoader,
  ) {}

  @Query(() => ViewerType, { description: 'Who asks.' })
  viewer(@CurrentActor() actor: Actor): ViewerType {
    const { kind, via, standing, roles } = actor;
    const permissions = [...allPermissions().keys()]
      .filter((name) => may(actor, name).allowed)
      .sort();
    return { kind, via, standing, roles: [...roles].sort(), permissions };
  }

  @Computed(() => AccountType, { nullable: true, description: 'One’s own account.' })
  account(_viewer: ViewerType, graph: GraphContext): Promise<AccountType | null> | null {
    const mayRead = may(graph.actor, 'account.read-own').allowed;
    return mayRead ? graph.read((tx) => this.accounts.own(tx)) : null;
  }

  @Computed(() => MemberType, { nullable: true, description: 'Oneself, as a member here.' })
  member(_viewer: ViewerType, graph: GraphContext): Promise<MemberType | null> | null {
    const { memberId } = graph.actor;
    return memberId === null ? null : this.members.members.one(graph, memberId);
  }

  @Computed(() => [CooperativeType], {
    description: 'The co-operatives that one belongs to, did, or applied to.',
  })
  async cooperatives(_viewer: ViewerType, graph: GraphContext): Promise<CooperativeType[]> {
    if (!may(graph.actor, 'membership.read-own').allowed) return [];
    return (await graph.read((tx) => this.cooperativeQueries.ofViewer(tx))).map(toCooperative);
  }

  @Computed(() => [ApplicationType], { description: 'One’s own applications here, the latest 20.' })
  async applications(_viewer: ViewerType, graph: GraphContext): Promise<ApplicationType[]> {
    if (!may(graph.actor, 'application.read-own').allowed) return [];
    return (await graph.read((tx) => this.applicationQueries.own(tx))).map(toApplication);
  }

  @Computed(() => [SessionType], { description: 'Where one is signed in.' })
  async sessions(_viewer: ViewerType, graph: GraphContext): Promise<SessionType[]> {
    if (!may(graph.actor, 'session.read-own').allowed) return [];
    return (await graph.read((tx) => this.sessionQueries.own(tx))).map(toSession);
  }

  @Computed(() => [PersonalTokenType], { description: 'One’s own tokens here.' })
  async personalTokens(_viewer: ViewerType, graph: GraphContext): Promise<PersonalTokenType[]> {
    const { actor } = graph;
    const here = actor.cooperativeId !== null;
    if (!here || !may(actor, 'personal-token.read-own').allowed) return [];
    return (await graph.read((tx) => this.tokens.own(tx))).map(toPersonalToken);
  }
}

@Resolver()
export class OwnDataResolver {
  constructor(
    private readonly exportOwnData: ExportOwnData,
    private readonly sessions: SessionQueries,
  ) {}

  @Query(() => String, {
    description:
      'Everything that is kept about oneself here, as JSON. By a session of at most 15 minutes: ' +
      '`SIGN_IN_AGAIN`.',
  })
  async ownData(@Graph() graph: GraphContext): Promise<string> {
    await graph.read((tx) => this.sessions.requireNew(tx, graph.sessionId));
    const data = await this.exportOwnData.execute(graph.actor);
    return JSON.stringify(data, (_key, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    );
  }
}
