import { Injectable } from '@nestjs/common';
import type { Actor, PermissionName, Tx } from '@rochdale/platform';
import { canonicalJson, columnsOf, may, permit, sql, toGlobalId } from '@rochdale/platform';
import { ballotKindOf, groupsOf, readVoteRecord, votingErrors } from '@rochdale/voting';
import type { VoteFile } from '@rochdale/voting';
import { governanceErrors } from '../governance.errors.js';
import type { DecisionRule } from '../policy/decision-rule.js';
import { weighsClasses } from '../policy/decision-rule.js';
import { ProposalEntity } from '../proposal/proposal.entity.js';
import { readerOf } from '../proposal/proposal.queries.js';
import { findReceipt } from './check-file.js';
import type { ReceiptFinding } from './check-file.js';
import { composeFile, editions } from './compose-file.js';
import type { DecidedProposal, Edition } from './compose-file.js';
import type { RecountFile } from './recount-file.js';
import { toldToStrangers } from './told-to-strangers.js';

const read = [
  'title',
  'openedAt',
  'closesAt',
  'extendedFrom',
  'closedAt',
  'rule',
  'ruleHash',
  'electorateHash',
  'electorateSalt',
  'proofVersion',
  'electorateSize',
  'electorateWeight',
  'activeMembersWeight',
  'toldSize',
  'toldWeight',
  'toldMembersWeight',
  'lotCommitment',
  'lotSeed',
  'outcome',
  'outcomeReason',
  'finalCount',
  'reading',
] as const;

const decided = sql(
  'governance.read-vote-to-recount',
  `select ${columnsOf(ProposalEntity, { of: 'p', only: read })}, pol.key as "policyKey",
     pol.version as "policyVersion", pol.title as "policyTitle", pol.rule_hash as "adoptedHash",
     p.options is not null as "ownOptions"
   from governance.proposals p join governance.policies pol
     on pol.cooperative_id = p.cooperative_id and pol.id = p.policy_id
   where p.id = $1 and p.cooperative_id = $2
     and (p.visibility = 'public' and p.outcome is not null
       or $3::boolean and p.state <> 'draft')`,
);

type Row = Omit<DecidedProposal, 'outcome'> & {
  readonly outcome: DecidedProposal['outcome'] | null;
};

const isDecided = (row: Row): row is Row & DecidedProposal => row.outcome !== null;

/** What a reader has to be allowed for an edition. */
const needed: Readonly<Record<Edition, PermissionName>> = {
  strangers: 'decision.read',
  members: 'ballot.read',
  auditors: 'electorate.read',
};

/** The fullest edition that is for this reader. */
function fullestFor(actor: Actor): Edition {
  const [inside] = readerOf(actor);
  const fitting = editions.filter((one) => may(actor, needed[one]).allowed && inside);
  return fitting.at(-1) ?? 'strangers';
}

/** The format of others in which this reader is handed what ballots of such a vote say, if any. */
export function formatInKind(actor: Actor, rule: DecisionRule): VoteFile['format'] | null {
  const { inFormat } = ballotKindOf(rule);
  if (inFormat === undefined || (weighsClasses(rule) && !inFormat.hasWeights)) return null;
  const isTold = toldToStrangers(rule) === 'rows' || fullestFor(actor) !== 'strangers';
  return isTold ? inFormat.format : null;
}

interface Composed {
  readonly file: RecountFile;
  readonly inKind: VoteFile | null;
}

/** Files by which decided votes are counted again, for whoever may read the votes. */
@Injectable()
export class RecountFiles {
  /**
   * The file as canonical JSON, in the reader's own edition or one that tells less.
   *
   * @throws CodedError PROPOSAL_NOT_FOUND, PROPOSAL_STATUS_CONFLICT before it is decided, FORBIDDEN
   *   for an edition that is not for the reader
   */
  async text(tx: Tx, id: string, edition: Edition | null = null): Promise<string> {
    permit(tx.actor, needed[edition ?? 'strangers']);
    const { file } = await this.#composed(tx, id, edition);
    return `${canonicalJson(file)}\n`;
  }

  /**
   * What ballots say, as other counting programs read it; null where no format has such ballots
   * with what they weigh, or where strangers are not told what ballots say.
   *
   * @throws CodedError PROPOSAL_NOT_FOUND, PROPOSAL_STATUS_CONFLICT before it is decided
   */
  async inKind(tx: Tx, id: string): Promise<VoteFile | null> {
    permit(tx.actor, 'decision.read');
    return (await this.#composed(tx, id, 'strangers')).inKind;
  }

  /**
   * Whether a receipt is in the published list of a decided vote.
   *
   * @throws CodedError PROPOSAL_NOT_FOUND, PROPOSAL_STATUS_CONFLICT before it is decided
   */
  async find(tx: Tx, id: string, receipt: string): Promise<ReceiptFinding> {
    permit(tx.actor, 'decision.read');
    // Only who was given a receipt asks for it: it is found wherever the vote has it.
    return findReceipt((await this.#composed(tx, id, 'members')).file, receipt);
  }

  async #composed(tx: Tx, id: string, edition: Edition | null): Promise<Composed> {
    const [inside] = readerOf(tx.actor);
    const vote = await tx.maybeOne<Row>(decided, [id, tx.cooperativeId, inside]);
    if (vote === null) {
      throw votingErrors.error('PROPOSAL_NOT_FOUND', 'There is no such proposal.', {
        path: ['proposalId'],
      });
    }
    if (!isDecided(vote)) {
      const message = 'There is nothing to count again before it is decided.';
      throw governanceErrors.error('PROPOSAL_STATUS_CONFLICT', message, { path: ['proposalId'] });
    }
    const record = await readVoteRecord(tx, id, { ...vote, toldVoters: vote.toldSize });
    const asked = edition ?? fullestFor(tx.actor);
    const { rule, title } = vote;
    const groups = groupsOf(record.ballots);
    const format = formatInKind(tx.actor, rule);
    const inKind = ballotKindOf(rule).inFormat?.write(groups, { rule, title });
    return {
      file: composeFile(toGlobalId('Proposal', id), vote, record, asked),
      inKind: format === null || inKind === undefined ? null : { format, text: inKind },
    };
  }
}
