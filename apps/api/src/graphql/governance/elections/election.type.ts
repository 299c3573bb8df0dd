import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { ElectionView } from '@rochdale/governance';

export const CandidacyStatusEnum = {
  NOMINATED: 'nominated',
  ACCEPTED: 'accepted',
  DECLINED: 'declined',
} as const;
registerEnumType(CandidacyStatusEnum, {
  name: 'CandidacyStatus',
  description: 'Whether a member who was nominated stands.',
  valuesMap: {
    NOMINATED: { description: 'They were asked, and have not answered.' },
    ACCEPTED: { description: 'They stand.' },
    DECLINED: { description: 'They do not.' },
  },
});

@ObjectType('ElectionCandidate', { description: 'A member who accepted to stand.' })
export class ElectionCandidateType {
  /** For resolvers; not part of the schema. */
  memberId!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'The number of their option; null before voting opens.',
  })
  number!: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'What they say of themselves to voters, in plain text.',
  })
  statement!: string | null;
}

@ObjectType('ElectionNomination', {
  description: 'That a member nominated another, or themselves.',
})
export class ElectionNominationType {
  /** For resolvers; not part of the schema. */
  memberId!: string;
  nominatedBy!: string | null;

  @Field(() => CandidacyStatusEnum, { description: 'What whoever is nominated answered.' })
  status!: string;
}

@ObjectType('ElectionRefilledSeat', {
  description: 'A seat whose holder is in the office no more. Options are by number.',
})
export class ElectionRefilledSeatType {
  @Field(() => Int, { description: 'Who held it.' })
  vacated!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Who takes it for the rest of the term; null where a new election is for it.',
  })
  elected!: number | null;

  @Field(() => Date, { description: 'When the ballots were counted again.' })
  countedAt!: Date;

  @Field(() => String, { description: 'Which rule settled it, as a code.' })
  reason!: string;

  @Field(() => [String], { description: 'The count in words; none where nothing was counted.' })
  account!: readonly string[];
}

@ObjectType('Election', {
  description: 'What a vote that elects members has besides. For members.',
})
export class ElectionType {
  @Field(() => Date, {
    nullable: true,
    description: 'Until when members nominate, and accept; null once voting opened.',
  })
  nominationsUntil!: Date | null;

  @Field(() => Boolean, {
    description: 'Whether nominations went on once more, as too few stood.',
  })
  nominationsExtended!: boolean;

  @Field(() => String, {
    nullable: true,
    description:
      'By chance as nominations closed: candidates stand in the order of the SHA-256 of it, a ' +
      'colon and the plain id of each. Members see no plain ids, so that they cannot redo it ' +
      'from here; who answers for the database can. Null before.',
  })
  orderSeed!: string | null;

  @Field(() => CandidacyStatusEnum, {
    nullable: true,
    description: 'Whether the viewer stands; null where nobody nominated them.',
  })
  viewerStatus!: string | null;

  @Field(() => [ElectionCandidateType], {
    description: 'Who stands, in the order of options once voting opened.',
  })
  candidates!: ElectionCandidateType[];

  @Field(() => [ElectionNominationType], {
    description:
      'Whom the viewer nominated, and who nominated them; for secretaries and administrators all.',
  })
  nominations!: ElectionNominationType[];

  @Field(() => [ElectionRefilledSeatType], {
    description: 'Seats that became vacant before the terms are over, in the order of it.',
  })
  refilledSeats!: ElectionRefilledSeatType[];
}

/** The words of a count on record; none where nothing was counted. */
function accountOf(count: object | null): readonly string[] {
  const { steps } = (count ?? {}) as { readonly steps?: { readonly account?: string[] } | null };
  return steps?.account ?? [];
}

/** @param noticeUntil until when nominations are open; null once they closed */
export function toElection(view: ElectionView, noticeUntil: Date | null): ElectionType {
  return {
    nominationsUntil: noticeUntil,
    nominationsExtended: view.isExtended,
    orderSeed: view.orderSeed,
    viewerStatus: view.ownState,
    candidates: view.standing.map(({ memberId, number, statement }) => ({
      memberId,
      number,
      statement,
    })),
    nominations: view.nominations.map(({ memberId, nominatedBy, state }) => ({
      memberId,
      nominatedBy,
      status: state,
    })),
    refilledSeats: view.refilled.map(({ vacated, elected, countedAt, reason, count }) => ({
      vacated,
      elected,
      countedAt,
      reason,
      account: accountOf(count),
    })),
  };
}
