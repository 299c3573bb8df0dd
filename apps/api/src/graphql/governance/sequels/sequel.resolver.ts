import { Resolver } from '@nestjs/graphql';
import { SequelQueries } from '@rochdale/governance';
import { GraphContext } from '../../kit/graph-context.js';
import { Keyed } from '../../kit/keyed.js';
import { Relation } from '../../kit/field/row-fields.js';
import { ProposalLoader } from '../proposal.loader.js';
import { ProposalType } from '../proposal.type.js';
import { RatificationType, toRatification } from './sequel.type.js';

/** What follows a vote by itself, beside run-offs. */
@Resolver(() => ProposalType)
export class SequelResolver {
  readonly #ratifications = new Keyed(
    async (tx, ids) =>
      new Map(
        (await this.queries.ratificationsOf(tx, ids)).map((one) => [
          one.proposalId,
          toRatification(one),
        ]),
      ),
  );

  constructor(
    private readonly queries: SequelQueries,
    private readonly loader: ProposalLoader,
  ) {}

  @Relation(() => ProposalType, {
    nullable: true,
    description: 'The vote under another policy to which it went when it failed.',
  })
  escalation(proposals: readonly ProposalType[], graph: GraphContext) {
    return this.loader.proposals.ofEach(graph, proposals, ({ view }) =>
      view.outcome === 'passed' ? null : view.sequelId,
    );
  }

  @Relation(() => ProposalType, {
    nullable: true,
    description: 'The vote that failed, and went on to this one.',
  })
  escalationOf(proposals: readonly ProposalType[], graph: GraphContext) {
    return this.loader.proposals.ofEach(graph, proposals, ({ view }) =>
      view.followsAs === 'escalation' ? view.runOffOfId : null,
    );
  }

  @Relation(() => RatificationType, {
    nullable: true,
    description:
      'Whether it stands, where it passed under a rule by which the members are asked ' +
      'afterwards. Strangers read it once they have said.',
  })
  ratification(proposals: readonly ProposalType[], graph: GraphContext) {
    const ids = proposals.map(({ view }) =>
      view.outcome === 'passed' && view.rule.ratification !== undefined ? view.id : null,
    );
    return this.#ratifications.each(graph, ids);
  }

  @Relation(() => ProposalType, {
    nullable: true,
    description: 'The vote in which the members say whether it stands.',
  })
  ratificationVote(proposals: readonly ProposalType[], graph: GraphContext) {
    return this.loader.proposals.ofEach(graph, proposals, ({ view }) =>
      view.outcome === 'passed' ? view.sequelId : null,
    );
  }

  @Relation(() => ProposalType, {
    nullable: true,
    description: 'The decision of which this vote says whether it stands.',
  })
  ratifies(proposals: readonly ProposalType[], graph: GraphContext) {
    return this.loader.proposals.ofEach(graph, proposals, ({ view }) =>
      view.followsAs === 'ratification' ? view.runOffOfId : null,
    );
  }
}
