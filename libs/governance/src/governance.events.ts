import { defineFact, idOf, idOfKindIn } from '@rochdale/platform';
import { outcomeNames } from '@rochdale/voting';
import { z } from 'zod';

declare module '@rochdale/platform' {
  interface SubjectKinds {
    policy: true;
  }
}

const subject = {
  subjectKind: z.string().nullable(),
  subjectId: idOfKindIn('subjectKind').nullable(),
};
const proposal = { proposalId: idOf('Proposal') };

/** Who ended it: `rule` when its policy could not be followed as things stood. */
const endedBy = ['secretary', 'proposer', 'subject', 'rule'] as const;

export const PolicyAdopted = defineFact({
  type: 'governance.PolicyAdopted',
  version: 1,
  subject: 'policy',
  visibility: 'public',
  data: z.object({
    policyId: idOf('DecisionPolicy'),
    key: z.string(),
    version: z.int(),
    ruleHash: z.string(),
  }),
});

/** No other version takes its place. */
export const PolicyRetired = defineFact({
  type: 'governance.PolicyRetired',
  version: 1,
  subject: 'policy',
  visibility: 'public',
  data: z.object({ policyId: idOf('DecisionPolicy'), key: z.string(), version: z.int() }),
});

/** A topic is on the list, by this title; or nothing new is filed under it any more. */
export const TopicKept = defineFact({
  type: 'governance.TopicKept',
  version: 1,
  subject: 'cooperative',
  visibility: 'members',
  data: z.object({ key: z.string(), title: z.string(), isRetired: z.boolean() }),
});

/** A document, or another version of it, is in force. */
export const DocumentAdopted = defineFact({
  type: 'governance.DocumentAdopted',
  version: 1,
  subject: 'cooperative',
  visibility: 'members',
  data: z.object({ key: z.string(), version: z.int(), textHash: z.string(), ...proposal }),
});

export const ProposalDrafted = defineFact({
  type: 'governance.ProposalDrafted',
  version: 1,
  subject: 'proposal',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({ ...proposal, ...subject, policyId: idOf('DecisionPolicy') }),
});

export const ProposalSeconded = defineFact({
  type: 'governance.ProposalSeconded',
  version: 1,
  subject: 'proposal',
  visibility: 'members',
  data: z.object({ ...proposal, memberId: idOf('Member') }),
});

/** Voting is announced: it opens by itself when the notice has run out. */
export const ProposalAnnounced = defineFact({
  type: 'governance.ProposalAnnounced',
  version: 1,
  subject: 'proposal',
  visibility: 'members',
  data: z.object({ ...proposal, noticeUntil: z.iso.datetime() }),
});

/** Others can vote for them from now on, or soon. Not told of who put up themselves. */
export const CandidatePutUp = defineFact({
  type: 'governance.CandidatePutUp',
  version: 1,
  subject: 'proposal',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({
    ...proposal,
    memberId: idOf('Member'),
    /** Null where voting is open already. */
    noticeUntil: z.iso.datetime().nullable(),
    /** The same as the co-operative's day. */
    opensOn: z.iso.date().nullish(),
    /** Whether they were told another day before. */
    isMoved: z.boolean().nullish(),
  }),
});

/** Somebody nominated them, and they are asked whether they stand. */
export const MemberNominated = defineFact({
  type: 'governance.MemberNominated',
  version: 1,
  subject: 'proposal',
  visibility: 'private',
  wholeFor: 'nomination.read-all',
  data: z.object({ ...proposal, memberId: idOf('Member') }),
});

/** Whom they nominated has answered. */
export const NominationAnswered = defineFact({
  type: 'governance.NominationAnswered',
  version: 1,
  subject: 'proposal',
  visibility: 'private',
  wholeFor: 'nomination.read-all',
  data: z.object({ ...proposal, memberId: idOf('Member'), isAccepted: z.boolean() }),
});

/** An election in which they stood is decided. */
export const CandidacyDecided = defineFact({
  type: 'governance.CandidacyDecided',
  version: 1,
  subject: 'proposal',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({
    ...proposal,
    memberId: idOf('Member'),
    isElected: z.boolean(),
    /** Whether a seat fell free, and the same ballots were counted again. Absent: not. */
    isCountBack: z.boolean().optional(),
  }),
});

/** A seat of an election is held by nobody any more, or by whom its ballots elect in place. */
export const SeatVacated = defineFact({
  type: 'governance.SeatVacated',
  version: 1,
  subject: 'proposal',
  visibility: 'members',
  data: z.object({
    ...proposal,
    /** The number of the option who held it. */
    vacated: z.int(),
    /** The number of the option who takes it; null where a new election is for it. */
    elected: z.int().nullable(),
  }),
});

/** It was to open by itself, and could not. For who proposed it. */
export const ProposalNotOpened = defineFact({
  type: 'governance.ProposalNotOpened',
  version: 1,
  subject: 'proposal',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({ ...proposal, memberId: idOf('Member'), code: z.string() }),
});

export const ProposalOpened = defineFact({
  type: 'governance.ProposalOpened',
  version: 2,
  subject: 'proposal',
  visibility: 'members',
  // Version 1 said how many could vote, which beside the list of members told who pauses.
  withheld: ['electorateSize'],
  data: z.object({
    ...proposal,
    ...subject,
    closesAt: z.iso.datetime(),
    ruleHash: z.string(),
    electorateHash: z.string(),
    /** How many could vote if nobody paused or was in arrears. */
    toldSize: z.int(),
    lotCommitment: z.string().nullable(),
    /** Whether it was done already, and is told; left out where it is to be decided. */
    isAlreadyDone: z.literal(true).optional(),
  }),
});

export const ProposalClosed = defineFact({
  type: 'governance.ProposalClosed',
  version: 1,
  subject: 'proposal',
  visibility: 'members',
  data: z.object({
    ...proposal,
    ...subject,
    outcome: z.enum(outcomeNames),
    reason: z.string(),
    early: z.boolean(),
    /** The vote to which a tie was put again; null or left out where there is none. */
    runOffId: idOf('Proposal').nullish(),
    /** The vote under another policy to which it went on; null or left out where there is none. */
    escalationId: idOf('Proposal').nullish(),
    /** The vote in which members say whether it stands; null or left out where there is none. */
    ratificationId: idOf('Proposal').nullish(),
  }),
});

/** What was decided in an emergency stands, or does not. */
export const RatificationDecided = defineFact({
  type: 'governance.RatificationDecided',
  version: 1,
  subject: 'proposal',
  visibility: 'members',
  data: z.object({
    ...proposal,
    ratificationId: idOf('Proposal').nullable(),
    isRatified: z.boolean(),
    /** Kinds of what was done and is taken back, and of what cannot be. */
    undone: z.array(z.string()).readonly(),
    stands: z.array(z.string()).readonly(),
  }),
});

/** The proposal ended without a count. */
export const ProposalCancelled = defineFact({
  type: 'governance.ProposalCancelled',
  version: 1,
  subject: 'proposal',
  visibility: 'members',
  data: z.object({
    ...proposal,
    ...subject,
    by: z.enum(endedBy),
    /** Why it could not open, where a rule ended it. */
    code: z.string().nullish(),
  }),
});

/** A draft ended before anybody else saw it. */
export const DraftDiscarded = defineFact({
  type: 'governance.DraftDiscarded',
  version: 1,
  subject: 'proposal',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({ ...proposal, ...subject, by: z.enum(endedBy) }),
});

/** Why strangers read a proposal no more. No words: they would name whom it is about. */
export const withholdingReasons = ['names-somebody', 'asked-for', 'mistake'] as const;
export type WithholdingReason = (typeof withholdingReasons)[number];

/** It is for members alone from now on. */
export const ProposalWithheld = defineFact({
  type: 'governance.ProposalWithheld',
  version: 1,
  subject: 'proposal',
  visibility: 'members',
  data: z.object({ ...proposal, reason: z.enum(withholdingReasons) }),
});

export const ActionExecuted = defineFact({
  type: 'governance.ActionExecuted',
  version: 1,
  subject: 'proposal',
  visibility: 'members',
  data: z.object({ ...proposal, actionId: idOf('ProposalAction'), kind: z.string() }),
});

export const ActionFailed = defineFact({
  type: 'governance.ActionFailed',
  version: 1,
  subject: 'proposal',
  visibility: 'members',
  data: z.object({
    ...proposal,
    ...subject,
    actionId: idOf('ProposalAction'),
    kind: z.string(),
    code: z.string(),
  }),
});

export const ProposalExecuted = defineFact({
  type: 'governance.ProposalExecuted',
  version: 1,
  subject: 'proposal',
  visibility: 'members',
  data: z.object({ ...proposal, ...subject }),
});

export const ProposalExpired = defineFact({
  type: 'governance.ProposalExpired',
  version: 1,
  subject: 'proposal',
  visibility: 'members',
  data: z.object({ ...proposal, ...subject }),
});
