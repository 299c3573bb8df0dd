import { Resolver } from '@nestjs/graphql';
import { TopicQueries } from '@rochdale/governance';
import { GroupQueries } from '@rochdale/membership';
import { Relation } from '../../kit/field/row-fields.js';
import { GraphContext } from '../../kit/graph-context.js';
import { Keyed } from '../../kit/keyed.js';
import { ProposalType } from '../../governance/proposal.type.js';
import { GroupType, toGroup } from './group.type.js';

/** To which working group a proposal belongs. */
@Resolver(() => ProposalType)
export class ProposalGroupResolver {
  readonly #groups = new Keyed(async (tx, ids) => {
    const filed = await this.filing.groupsOf(tx, ids);
    const keys = [...new Set(filed.map(({ groupKey }) => groupKey))];
    const known = new Map((await this.groups.byKeys(tx, keys)).map((one) => [one.key, one]));
    return new Map(
      filed.flatMap(({ proposalId, groupKey }) => {
        const group = known.get(groupKey);
        return group === undefined ? [] : [[proposalId, toGroup(group)] as const];
      }),
    );
  });

  constructor(
    private readonly filing: TopicQueries,
    private readonly groups: GroupQueries,
  ) {}

  @Relation(() => GroupType, {
    nullable: true,
    description: 'The working group that it belongs to; null where it belongs to none.',
  })
  workingGroup(proposals: readonly ProposalType[], graph: GraphContext) {
    return this.#groups.ofEach(graph, proposals, ({ view }) => view.id);
  }
}
