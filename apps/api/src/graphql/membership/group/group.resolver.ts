import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { GroupQueries, JoinGroup, LeaveGroup } from '@rochdale/membership';
import { may } from '@rochdale/platform';
import type { PageRequest } from '@rochdale/platform';
import { NestedConnection, Relation } from '../../kit/field/row-fields.js';
import { Graph, GraphContext } from '../../kit/graph-context.js';
import { Keyed } from '../../kit/keyed.js';
import { nestedConnection } from '../../kit/list/nested-connection.js';
import { ProposalLoader } from '../../governance/proposal.loader.js';
import { ProposalType } from '../../governance/proposal.type.js';
import { MemberLoader } from '../member.loader.js';
import { MemberType } from '../member.type.js';
import {
  GroupMemberConnection,
  GroupMemberType,
  GroupType,
  toGroup,
  toGroupMember,
  WorkingGroupPayload,
} from './group.type.js';

const key = { type: () => String, description: 'The key of the group.' } as const;

/** Working groups. */
@Resolver(() => GroupType)
export class GroupResolver {
  readonly #members = nestedConnection(
    (tx, ids, page) => this.queries.memberPages(tx, ids, page),
    toGroupMember,
  );

  readonly #own = new Keyed(async (tx, ids) => {
    const own = await this.queries.ownAmong(tx, ids);
    return new Map(ids.map((id) => [id, own.has(id)]));
  });

  constructor(
    private readonly queries: GroupQueries,
    private readonly joining: JoinGroup,
    private readonly leaving: LeaveGroup,
    private readonly proposals: ProposalLoader,
  ) {}

  @Query(() => [GroupType], {
    description:
      'What members do together: groups that are open, by name, then those that were, the latest ' +
      'first. For everyone.',
  })
  async workingGroups(@Graph() graph: GraphContext): Promise<GroupType[]> {
    return (await graph.read((tx) => this.queries.all(tx))).map(toGroup);
  }

  @Mutation(() => WorkingGroupPayload, {
    description: 'Joins a working group that is open. For members.',
  })
  async workingGroupJoin(
    @Graph() graph: GraphContext,
    @Args('key', key) wanted: string,
  ): Promise<WorkingGroupPayload> {
    await this.joining.execute(graph.actor, { key: wanted });
    return this.#changed(graph, wanted);
  }

  @Mutation(() => WorkingGroupPayload, {
    description: 'Leaves a working group, open or closed. For members.',
  })
  async workingGroupLeave(
    @Graph() graph: GraphContext,
    @Args('key', key) wanted: string,
  ): Promise<WorkingGroupPayload> {
    await this.leaving.execute(graph.actor, { key: wanted });
    return this.#changed(graph, wanted);
  }

  @NestedConnection(() => GroupMemberConnection, {
    nullable: true,
    description:
      'Who is in it, in the order of joining, as lists of members have them: of who is on none ' +
      'this has nothing either. For members; null for strangers.',
  })
  async members(groups: readonly GroupType[], page: PageRequest, graph: GraphContext) {
    if (!may(graph.actor, 'group.read-members').allowed) return groups.map(() => null);
    return this.#members.ofEach(graph, page, groups, ({ view }) => view.id);
  }

  @Relation(() => Boolean, { description: 'Whether the viewer is in it.' })
  async viewerIsIn(groups: readonly GroupType[], graph: GraphContext) {
    if (graph.actor.memberId === null) return groups.map(() => false);
    const own = await this.#own.ofEach(graph, groups, ({ view }) => view.id);
    return own.map((isIn) => isIn === true);
  }

  @Relation(() => ProposalType, {
    nullable: true,
    description: 'The decision that opened it, for who may read it.',
  })
  openedBy(groups: readonly GroupType[], graph: GraphContext) {
    return this.proposals.proposals.ofEach(graph, groups, (one) => one.view.openedByProposalId);
  }

  @Relation(() => ProposalType, {
    nullable: true,
    description: 'The decision that closed it, for who may read it; null while it is open.',
  })
  closedBy(groups: readonly GroupType[], graph: GraphContext) {
    return this.proposals.proposals.ofEach(graph, groups, (one) => one.view.closedByProposalId);
  }

  async #changed(graph: GraphContext, wanted: string): Promise<WorkingGroupPayload> {
    const all = await this.workingGroups(graph);
    return { workingGroup: all.find((one) => one.key === wanted) ?? null };
  }
}

/** Who is in a working group. */
@Resolver(() => GroupMemberType)
export class GroupMemberResolver {
  constructor(private readonly members: MemberLoader) {}

  @Relation(() => MemberType, {
    nullable: true,
    description: 'Who it is, as the viewer may see them.',
  })
  member(rows: readonly GroupMemberType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, rows, ({ view }) => view.memberId);
  }
}
