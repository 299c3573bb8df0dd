import { defineFact } from '@rochdale/platform';
import { outcomeNames } from '@rochdale/voting';
import { z } from 'zod';

const subject = { subjectKind: z.string().nullable(), subjectId: z.uuid().nullable() };
const proposal = { proposalId: z.uuid() };

export const PolicyAdopted = defineFact(
  'governance.PolicyAdopted',
  1,
  z.object({ policyId: z.uuid(), key: z.string(), version: z.int(), ruleHash: z.string() }),
);

export const ProposalDrafted = defineFact(
  'governance.ProposalDrafted',
  1,
  z.object({ ...proposal, ...subject, policyId: z.uuid() }),
);

export const ProposalSeconded = defineFact(
  'governance.ProposalSeconded',
  1,
  z.object({ ...proposal, memberId: z.uuid() }),
);

/** Voting is announced: it opens by itself when the notice has run out. */
export const ProposalAnnounced = defineFact(
  'governance.ProposalAnnounced',
  1,
  z.object({ ...proposal, noticeUntil: z.iso.datetime() }),
);

export const ProposalOpened = defineFact(
  'governance.ProposalOpened',
  1,
  z.object({
    ...proposal,
    ...subject,
    closesAt: z.iso.datetime(),
    ruleHash: z.string(),
    electorateHash: z.string(),
    electorateSize: z.int(),
    lotCommitment: z.string().nullable(),
  }),
);

export const ProposalExtended = defineFact(
  'governance.ProposalExtended',
  1,
  z.object({ ...proposal, closesAt: z.iso.datetime() }),
);

export const ProposalClosed = defineFact(
  'governance.ProposalClosed',
  1,
  z.object({
    ...proposal,
    ...subject,
    outcome: z.enum(outcomeNames),
    reason: z.string(),
    early: z.boolean(),
  }),
);

/** The proposal ended without a count. */
export const ProposalCancelled = defineFact(
  'governance.ProposalCancelled',
  1,
  z.object({ ...proposal, ...subject, by: z.enum(['secretary', 'proposer', 'subject']) }),
);

export const ActionExecuted = defineFact(
  'governance.ActionExecuted',
  1,
  z.object({ ...proposal, actionId: z.uuid(), kind: z.string() }),
);

export const ActionFailed = defineFact(
  'governance.ActionFailed',
  1,
  z.object({ ...proposal, ...subject, actionId: z.uuid(), kind: z.string(), code: z.string() }),
);

export const ProposalExecuted = defineFact(
  'governance.ProposalExecuted',
  1,
  z.object({ ...proposal, ...subject }),
);

export const ProposalExpired = defineFact(
  'governance.ProposalExpired',
  1,
  z.object({ ...proposal, ...subject }),
);
