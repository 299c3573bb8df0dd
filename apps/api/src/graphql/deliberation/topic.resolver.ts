import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { KeepTopic, RetireTopic, TopicQueries } from '@rochdale/governance';
import { Relation } from '../kit/field/row-fields.js';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { listsBy } from '../kit/keyed.js';
import { ProposalType } from '../governance/proposal.type.js';
import { TopicKeepInput } from './topic.inputs.js';
import { TopicsPayload, TopicType } from './topic.type.js';

/** The list of topics. */
@Resolver(() => TopicType)
export class TopicResolver {
  constructor(
    private readonly queries: TopicQueries,
    private readonly keep: KeepTopic,
    private readonly retire: RetireTopic,
  ) {}

  @Query(() => [TopicType], {
    description: 'What proposals are filed under, by title, retired ones too. For everyone.',
  })
  topics(@Graph() graph: GraphContext): Promise<readonly TopicType[]> {
    return graph.read((tx) => this.queries.all(tx));
  }

  @Mutation(() => TopicsPayload, {
    description:
      'Puts a topic on the list, gives one another title, or takes a retired one up again. For ' +
      'administrators and secretaries.',
  })
  async topicKeep(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'The topic.' }) input: TopicKeepInput,
  ): Promise<TopicsPayload> {
    await this.keep.execute(graph.actor, input);
    return { topics: await this.topics(graph) };
  }

  @Mutation(() => TopicsPayload, {
    description:
      'Has nothing new filed under a topic; what is filed under it stays so. For administrators ' +
      'and secretaries.',
  })
  async topicRetire(
    @Graph() graph: GraphContext,
    @Args('key', { type: () => String, description: 'The key of the topic.' }) key: string,
  ): Promise<TopicsPayload> {
    await this.retire.execute(graph.actor, { key });
    return { topics: await this.topics(graph) };
  }
}

/** What a proposal is filed under. */
@Resolver(() => ProposalType)
export class ProposalFilingResolver {
  readonly #topics = listsBy(
    (tx, ids) => this.queries.topicsOf(tx, ids),
    ({ proposalId }) => proposalId,
    (topic): TopicType => topic,
  );

  readonly #tags = listsBy(
    (tx, ids) => this.queries.tagsOf(tx, ids),
    ({ proposalId }) => proposalId,
    ({ tag }) => tag,
  );

  constructor(private readonly queries: TopicQueries) {}

  @Relation(() => [TopicType], { description: 'The topics that it is of; none of a hearing.' })
  topics(proposals: readonly ProposalType[], graph: GraphContext) {
    return this.#topics.ofEach(graph, proposals, ({ view }) => view.id);
  }

  @Relation(() => [String], {
    description: 'Words by which its authors have it found; none of a hearing.',
  })
  tags(proposals: readonly ProposalType[], graph: GraphContext) {
    return this.#tags.ofEach(graph, proposals, ({ view }) => view.id);
  }
}
