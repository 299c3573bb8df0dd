import { Resolver } from '@nestjs/graphql';
import { AssemblyQueries } from '@rochdale/governance';
import { ProposalType } from '../governance/proposal.type.js';
import { Relation } from '../kit/field/row-fields.js';
import { GraphContext } from '../kit/graph-context.js';
import { Keyed } from '../kit/keyed.js';
import { MemberLoader } from '../membership/member.loader.js';
import { MemberType } from '../membership/member.type.js';
import { AssemblyType, AssemblyVoteType, toAssembly } from './assembly.type.js';

/** How an assembly was asked about a proposal. */
@Resolver(() => ProposalType)
export class ProposalAssemblyResolver {
  readonly #votes = new Keyed<AssemblyVoteType>(async (tx, ids) => {
    const found = await this.queries.votes(tx, ids);
    return new Map(
      [...found].map(([id, view]) => {
        const { present, byOfficers } = view;
        return [id, { view, present, byOfficers }];
      }),
    );
  });

  constructor(private readonly queries: AssemblyQueries) {}

  @Relation(() => AssemblyVoteType, {
    nullable: true,
    description: 'Where an assembly was asked: in which one, by whom, and who was there. Members.',
  })
  assemblyVote(proposals: readonly ProposalType[], graph: GraphContext) {
    return this.#votes.ofEach(graph, proposals, ({ view }) =>
      view.rule.assembly === undefined || view.openedAt === null ? null : view.id,
    );
  }
}

/** Who opened and closed a vote of an assembly. */
@Resolver(() => AssemblyVoteType)
export class AssemblyVoteResolver {
  readonly #assemblies = new Keyed<AssemblyType>(async (tx, ids) => {
    const found = await this.queries.byIds(tx, ids);
    return new Map(found.map((view) => [view.id, toAssembly(view)]));
  });

  constructor(
    private readonly queries: AssemblyQueries,
    private readonly members: MemberLoader,
  ) {}

  @Relation(() => AssemblyType, { nullable: true, description: 'The assembly.' })
  assembly(votes: readonly AssemblyVoteType[], graph: GraphContext) {
    return this.#assemblies.ofEach(graph, votes, ({ view }) => view.assemblyId);
  }

  @Relation(() => MemberType, {
    nullable: true,
    description: 'Who put it to the vote, which nobody does who alone says who is there.',
  })
  openedBy(votes: readonly AssemblyVoteType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, votes, ({ view }) => view.openedBy);
  }

  @Relation(() => MemberType, {
    nullable: true,
    description: 'Who closed it by hand; null where it goes on, or ended by its time.',
  })
  closedBy(votes: readonly AssemblyVoteType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, votes, ({ view }) => view.closedBy);
  }
}
