import type { Room } from '@rochdale/platform';
import { AppealEntity } from './appeal/appeal.entity.js';
import { UpholdAppealAction } from './appealing/uphold.action.js';
import { AdoptDocumentAction } from './document/adopt.action.js';
import { DocumentEntity } from './document/document.entity.js';
import { AdoptPolicyAction } from './rulebook/adopt.action.js';
import { RetirePolicyAction } from './rulebook/retire.action.js';
import { forgetDecisions } from './nomination/forget-decisions.js';
import { ProposalLinkEntity } from './about/proposal-link.entity.js';
import { AuthorEntity } from './authors/author.entity.js';
import { CommentEntity } from './discussion/comment.entity.js';
import { MentionEntity } from './discussion/mention.entity.js';
import { ReactionEntity } from './discussion/reaction.entity.js';
import { ReviewEntity } from './outcome/review.entity.js';
import { OutcomeStatementEntity } from './outcome/outcome-statement.entity.js';
import { AssemblyEntity } from './assembly/assembly.entity.js';
import { AssemblyVoteEntity } from './assembly/assembly-vote.entity.js';
import { AssemblyVoterEntity } from './assembly/assembly-voter.entity.js';
import { AttendanceEntity } from './assembly/attendance.entity.js';
import { AmendmentEntity } from './amendment/amendment.entity.js';
import { ActionEntity } from './action/action.entity.js';
import { governanceHandlers } from './governance.handlers.js';
import { governanceInvariants } from './governance.invariants.js';
import { governanceLetters } from './governance.letters.js';
import { GovernanceModule } from './governance.module.js';
import { governancePermissions } from './governance.permissions.js';
import { CountBackEntity } from './nomination/count-back.entity.js';
import { CandidacyEntity } from './nomination/candidacy.entity.js';
import { ElectionEntity } from './nomination/election.entity.js';
import { NominationEntity } from './nomination/nomination.entity.js';
import { PolicyEntity } from './policy/policy.entity.js';
import { CandidateEntity } from './proposal/candidate.entity.js';
import { ProposalEntity } from './proposal/proposal.entity.js';
import { RatificationEntity } from './sequel/ratification.entity.js';
import { SecondEntity } from './proposal/second.entity.js';
import { VersionEntity } from './editing/version.entity.js';
import { ProposalGroupEntity } from './topic/proposal-group.entity.js';
import { ProposalTagEntity } from './topic/proposal-tag.entity.js';
import { ProposalTopicEntity } from './topic/proposal-topic.entity.js';
import { TemplateEntity } from './template/template.entity.js';
import { TopicEntity } from './topic/topic.entity.js';
import { governancePersonalData } from './governance.personal-data.js';

export const governanceRoom: Room = {
  name: 'governance',
  module: GovernanceModule,
  actions: [AdoptDocumentAction, AdoptPolicyAction, RetirePolicyAction, UpholdAppealAction],
  permissions: governancePermissions,
  invariants: governanceInvariants,
  handlers: governanceHandlers,
  letters: governanceLetters,
  personalData: governancePersonalData,
  forget: forgetDecisions,
  entities: [
    ActionEntity,
    AppealEntity,
    AssemblyEntity,
    AssemblyVoteEntity,
    AssemblyVoterEntity,
    AttendanceEntity,
    CandidacyEntity,
    AmendmentEntity,
    CandidateEntity,
    AuthorEntity,
    CommentEntity,
    CountBackEntity,
    DocumentEntity,
    ElectionEntity,
    MentionEntity,
    NominationEntity,
    OutcomeStatementEntity,
    ReactionEntity,
    ReviewEntity,
    PolicyEntity,
    ProposalEntity,
    ProposalLinkEntity,
    ProposalTagEntity,
    ProposalGroupEntity,
    ProposalTopicEntity,
    RatificationEntity,
    SecondEntity,
    TemplateEntity,
    TopicEntity,
    VersionEntity,
  ],
};
