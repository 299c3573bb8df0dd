import { Field, ObjectType, Resolver } from '@nestjs/graphql';
import { HearingQueries } from '@rochdale/governance';
import type { HearingView } from '@rochdale/governance';
import type { Looks } from '@rochdale/platform';
import { Relation } from '../kit/field/row-fields.js';
import type { GraphContext } from '../kit/graph-context.js';
import { BallotType, ProposalType } from '../governance/proposal.type.js';

@ObjectType('Hearing', {
  description: 'What is said in a vote about how a member conducted themselves.',
})
export class HearingType {
  @Field(() => String, { description: 'The question in a line.' })
  title!: string;

  @Field(() => String, { description: 'What is proposed, in full.' })
  body!: string;

  @Field(() => String, { nullable: true, description: 'Why voting is shorter than usual.' })
  urgentReason!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was stopped, if it was.' })
  endedReason!: string | null;
}

/** Puts on record that whoever asks was told what is said of them. */
function told<Said extends { readonly lookedAt: readonly string[] }>(
  looks: Looks,
  said: Said | null,
): Said | null {
  for (const memberId of said?.lookedAt ?? []) looks.at('hearing', memberId);
  return said;
}

/** The words of hearings. */
@Resolver(() => ProposalType)
export class HearingResolver {
  constructor(private readonly queries: HearingQueries) {}

  @Relation(() => HearingType, {
    nullable: true,
    description:
      'What is said in a hearing, for whoever proposed it, whom it is about, and who decides, as ' +
      'long as they do; null for others, of other votes, and once it went. Whom it is about is ' +
      'shown who read it.',
  })
  async hearing(
    proposals: readonly ProposalType[],
    graph: GraphContext,
  ): Promise<(HearingView | null)[]> {
    const ids = proposals.filter(({ isHearing }) => isHearing).map(({ view }) => view.id);
    if (ids.length === 0) return proposals.map(() => null);
    const words = await graph.read((tx) => this.queries.words(tx, ids));
    return proposals.map(({ view }) => told(graph.looks, words.get(view.id) ?? null));
  }
}

/** Why voters voted as they did. */
@Resolver(() => BallotType)
export class BallotReasonResolver {
  constructor(private readonly queries: HearingQueries) {}

  @Relation(() => String, {
    nullable: true,
    description:
      'Why, if the voter said so; in a hearing for whom it is about and who decides, as `hearing`.',
  })
  async reason(ballots: readonly BallotType[], graph: GraphContext): Promise<(string | null)[]> {
    const sealed = ballots.filter(({ said }) => said.isReasonSealed);
    if (sealed.length === 0) return ballots.map(({ said }) => said.reason);
    const asked = sealed.map(({ ballotId, said }) => ({ id: ballotId, ...said }));
    const found = await graph.read((tx) => this.queries.reasons(tx, asked));
    return ballots.map(({ ballotId, said }) =>
      said.isReasonSealed
        ? (told(graph.looks, found.get(ballotId) ?? null)?.reason ?? null)
        : said.reason,
    );
  }
}
