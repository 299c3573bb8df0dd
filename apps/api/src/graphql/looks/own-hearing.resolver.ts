import { Args, Field, ID, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { HearingQueries } from '@rochdale/governance';
import type { OwnHearing } from '@rochdale/governance';
import { OutcomeEnum, ProposalStatusEnum } from '../governance/decision.type.js';
import { ProposalLoader } from '../governance/proposal.loader.js';
import { ProposalType } from '../governance/proposal.type.js';
import { Relation } from '../kit/field/row-fields.js';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { connectionOf, PageArgs, toConnection } from '../kit/list/connection.js';
import type { Connection } from '../kit/list/connection.js';
import { toGlobalId } from '../kit/node/global-id.js';
import { HearingType } from './hearing.resolver.js';

@ObjectType('OwnHearing', { description: 'A vote about the viewer, and what is said in it.' })
export class OwnHearingType extends HearingType {
  /** For resolvers; not part of the schema. */
  row!: OwnHearing;

  @Field(() => ID, { description: 'Which vote: what an appeal against it names.' })
  proposalId!: string;

  @Field(() => [String], {
    description:
      'What was written with ballots, in no order that tells whose; of a secret vote once it is ' +
      'closed.',
  })
  reasons!: readonly string[];

  @Field(() => [String], { description: 'What it would do, such as `member.expel`.' })
  actionKinds!: readonly string[];

  @Field(() => ProposalStatusEnum, { description: 'Where it is in its life.' })
  status!: string;

  @Field(() => OutcomeEnum, { nullable: true, description: 'What the count came to.' })
  outcome!: string | null;

  @Field(() => Date, { nullable: true, description: 'When voting opened.' })
  openedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When voting ends.' })
  closesAt!: Date | null;
}

const OwnHearingConnection = connectionOf('OwnHearing', OwnHearingType);

function toOwnHearing(row: OwnHearing): OwnHearingType {
  const { title, body, urgentReason, endedReason, reasons, actionKinds } = row;
  const { state: status, outcome, openedAt, closesAt } = row;
  const words = { title, body, urgentReason, endedReason, reasons, actionKinds };
  const proposalId = toGlobalId('Proposal', row.id);
  return { row, proposalId, ...words, status, outcome, openedAt, closesAt };
}

/** What is said of somebody is theirs to read, however they stand. */
@Resolver(() => OwnHearingType)
export class OwnHearingResolver {
  constructor(
    private readonly queries: HearingQueries,
    private readonly proposals: ProposalLoader,
  ) {}

  @Query(() => OwnHearingConnection, {
    description:
      'Votes about the viewer themselves, the newest first, from when others could read them: ' +
      'for whoever applies, belongs, is suspended, or left. What was said goes ninety days after.',
  })
  async hearingsAboutMe(
    @Graph() graph: GraphContext,
    @Args() page: PageArgs,
  ): Promise<Connection<OwnHearingType>> {
    return toConnection(await graph.read((tx) => this.queries.aboutReader(tx, page)), toOwnHearing);
  }

  @Relation(() => ProposalType, {
    nullable: true,
    description: 'The vote as members read it; null for who is no member now.',
  })
  proposal(hearings: readonly OwnHearingType[], graph: GraphContext) {
    return this.proposals.proposals.ofEach(graph, hearings, ({ row }) => row.id);
  }
}
