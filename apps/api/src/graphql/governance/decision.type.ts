import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';

export const ProposalStatusEnum = {
  DRAFT: 'draft',
  NOTICE: 'notice',
  OPEN: 'open',
  EXTENDED: 'extended',
  CLOSED: 'closed',
  PASSED: 'passed',
  REJECTED: 'rejected',
  NO_QUORUM: 'no-quorum',
  TIED: 'tied',
  QUEUED: 'queued',
  EXECUTED: 'executed',
  EXECUTION_FAILED: 'execution-failed',
  EXPIRED: 'expired',
  CANCELLED: 'cancelled',
  WITHDRAWN: 'withdrawn',
} as const;

registerEnumType(ProposalStatusEnum, {
  name: 'ProposalStatus',
  description: 'Where a proposal is in its life.',
  valuesMap: {
    DRAFT: { description: 'Being written.' },
    NOTICE: { description: 'Announced; voting opens when the notice has run out.' },
    OPEN: { description: 'Being voted on.' },
    EXTENDED: { description: 'Being voted on for longer, because the quorum came late.' },
    CLOSED: { description: 'Voting is over, the count is under way.' },
    PASSED: { description: 'Passed, with nothing to be carried out.' },
    REJECTED: { description: 'Rejected.' },
    NO_QUORUM: { description: 'Too few took part.' },
    TIED: { description: 'Both sides were equal; things stay as they are, or a run-off decides.' },
    QUEUED: { description: 'Passed; waits to be carried out.' },
    EXECUTED: { description: 'Passed and carried out.' },
    EXECUTION_FAILED: {
      description: 'Passed; carrying it out failed, and nothing of it was done.',
    },
    EXPIRED: { description: 'Passed, and not carried out in time.' },
    CANCELLED: { description: 'Stopped before it was decided.' },
    WITHDRAWN: { description: 'Taken back by its proposer.' },
  },
});

export const OutcomeEnum = {
  PASSED: 'passed',
  REJECTED: 'rejected',
  NO_QUORUM: 'no-quorum',
  TIED: 'tied',
} as const;

registerEnumType(OutcomeEnum, {
  name: 'Outcome',
  description: 'What a count came to.',
  valuesMap: {
    PASSED: { description: 'The proposal passed.' },
    REJECTED: { description: 'It did not.' },
    NO_QUORUM: { description: 'Too few took part.' },
    TIED: { description: 'Both sides were equal.' },
  },
});

export const StanceEnum = {
  AGREE: 'agree',
  ABSTAIN: 'abstain',
  DISAGREE: 'disagree',
  BLOCK: 'block',
  OTHER: 'other',
} as const;

registerEnumType(StanceEnum, {
  name: 'Stance',
  description: 'What a ballot says.',
  valuesMap: {
    AGREE: { description: 'For it.' },
    ABSTAIN: { description: 'Takes part without a side.' },
    DISAGREE: { description: 'Against it.' },
    BLOCK: { description: 'Stands in its way, and says why.' },
    OTHER: { description: 'No stance: a mark of another ballot kind. Nobody casts it.' },
  },
});

export const EarlyCloseEnum = {
  OUTCOME_CERTAIN: 'outcome-certain',
  SUPER_QUORUM: 'super-quorum',
} as const;

registerEnumType(EarlyCloseEnum, {
  name: 'EarlyCloseWhen',
  description: 'When a vote ends before its time.',
  valuesMap: {
    OUTCOME_CERTAIN: {
      description:
        'As soon as nobody who has not voted could alter the outcome any more, alone or ' +
        'together, the ballots that were cast standing as they are: those who cast them cannot ' +
        'change them afterwards.',
    },
    SUPER_QUORUM: {
      description:
        'As soon as so large a share of everybody who may vote agrees, nobody blocks, and it ' +
        'passes.',
    },
  },
});

@ObjectType('EarlyClose', { description: 'When a vote ends before its time.' })
export class EarlyCloseType {
  @Field(() => EarlyCloseEnum, { description: 'As soon as what.' })
  when!: string;

  @Field(() => String, {
    nullable: true,
    description: 'For a super-quorum, the share of the electorate that agrees: 3/4.',
  })
  agreeShare!: string | null;
}

export const VoteSecrecyEnum = {
  OPEN: 'open',
  UNTIL_CLOSED: 'until-closed',
  DETACHED: 'detached',
} as const;

registerEnumType(VoteSecrecyEnum, {
  name: 'VoteSecrecy',
  description: 'Who learns what somebody voted.',
  valuesMap: {
    OPEN: { description: 'Members, from when it is cast.' },
    UNTIL_CLOSED: { description: 'Members, once voting is over.' },
    DETACHED: {
      description:
        'Nobody who asks here: who has voted and what was voted lie apart. A ballot is cast ' +
        'once, without a reason, and what a count tells of it is told when voting is over.',
    },
  },
});

export const DenominatorEnum = {
  ELECTORATE: 'electorate',
  CAST: 'cast',
  CAST_MINUS_ABSTENTIONS: 'cast-minus-abstentions',
  ACTIVE_MEMBERS: 'active-members',
} as const;

registerEnumType(DenominatorEnum, {
  name: 'Denominator',
  description: 'What a share is a share of, by weight.',
  valuesMap: {
    ELECTORATE: { description: 'Everybody who may vote on this.' },
    CAST: { description: 'The ballots that were cast.' },
    CAST_MINUS_ABSTENTIONS: { description: 'The ballots that take a side.' },
    ACTIVE_MEMBERS: { description: 'All active members when voting opened.' },
  },
});

export const ProposalVisibilityEnum = { PUBLIC: 'public', MEMBERS: 'members' } as const;

registerEnumType(ProposalVisibilityEnum, {
  name: 'ProposalVisibility',
  description: 'Who may read a proposal once it is decided. Members always may.',
  valuesMap: {
    PUBLIC: { description: 'Everyone.' },
    MEMBERS: { description: 'Members only.' },
  },
});

export const ProposalWithholdingReasonEnum = {
  NAMES_SOMEBODY: 'names-somebody',
  ASKED_FOR: 'asked-for',
  MISTAKE: 'mistake',
} as const;

registerEnumType(ProposalWithholdingReasonEnum, {
  name: 'ProposalWithholdingReason',
  description: 'Why strangers read a proposal no more. No words: they would name whom it is about.',
  valuesMap: {
    NAMES_SOMEBODY: { description: 'Its words or its options name somebody.' },
    ASKED_FOR: { description: 'Somebody asked for it.' },
    MISTAKE: { description: 'It was made public by mistake.' },
  },
});

export const ActionStatusEnum = {
  PENDING: 'pending',
  EXECUTED: 'executed',
  FAILED: 'failed',
} as const;

registerEnumType(ActionStatusEnum, {
  name: 'ActionStatus',
  description: 'Whether an action was carried out.',
  valuesMap: {
    PENDING: { description: 'Not yet.' },
    EXECUTED: { description: 'It was, once.' },
    FAILED: { description: 'It could not be, and left nothing behind.' },
  },
});
