import { Injectable } from '@nestjs/common';
import type { Actor, PermissionName, Tx } from '@rochdale/platform';
import {
  canonicalJson,
  columnsOf,
  may,
  permit,
  sha256Hex,
  sql,
  toGlobalId,
} from '@rochdale/platform';
import {
  ballotKindOf,
  leftOutIn,
  readVoteRecord,
  votingErrors,
  withLeftOut,
} from '@rochdale/voting';
import type { VoteFile, VoteRecord } from '@rochdale/voting';
import { governanceErrors } from '../governance.errors.js';
import type { DecisionRule } from '../policy/decision-rule.js';
import { weighsClasses } from '../policy/decision-rule.js';
import { shownTitle } from '../words/hearing-words.js';
import { wasPutForward } from '../proposal/lifecycle.js';
import { ProposalEntity } from '../proposal/proposal.entity.js';
import { readerOf } from '../proposal/proposal.queries.js';
import type { ReceiptFinding } from './check-file.js';
import { composeFile, editions, groupsOfAll } from './compose-file.js';
import type { DecidedProposal, Edition } from './compose-file.js';
import { KeptFiles } from './kept-files.js';
import type { KeptFile } from './kept-files.js';
import type { RecountFile } from './recount-file.js';
import { toldToStrangers } from './told-to-strangers.js';

const read = [
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
     pol.version as "policyVersion", ${shownTitle('p')} as title, pol.title as "policyTitle",
     pol.rule_hash as "adoptedHash", p.options is not null as "ownOptions",
     (select jsonb_build_object('present', v.present, 'ofAll', v.of_all,
        'exactlyOfAll', v.exactly_of_all)
      from governance.assembly_votes v
      where v.cooperative_id = p.cooperative_id and v.proposal_id = p.id) as assembly,
     (select jsonb_agg(jsonb_build_object('vacated', s.vacated, 'gone', s.gone,
        'sitting', s.sitting, 'elected', s.elected, 'outcome', s.outcome, 'reason', s.reason,
        'count', s.count) order by s.counted_at, s.vacated)
      from governance.count_backs s
      where s.cooperative_id = p.cooperative_id and s.proposal_id = p.id) as "countBacks"
   from governance.proposals p join governance.policies pol
     on pol.cooperative_id = p.cooperative_id and pol.id = p.policy_id
   where p.id = $1 and p.cooperative_id = $2
     and (p.visibility = 'public' and p.outcome is not null
       or $3::boolean and ${wasPutForward('p')})`,
);

type Row = Omit<DecidedProposal, 'outcome'> & {
  readonly outcome: DecidedProposal['outcome'] | null;
};

const isDecided = (row: Row): row is Row & DecidedProposal => row.outcome !== null;

const globalIdOf = (id: string): string => toGlobalId('Proposal', id);

const recordOf = (tx: Tx, id: string, vote: DecidedProposal): Promise<VoteRecord> =>
  readVoteRecord(tx, id, { ...vote, toldVoters: vote.toldSize });

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
  const isTold = toldToStrangers(rule) !== 'nothing' || fullestFor(actor) !== 'strangers';
  return isTold ? inFormat.format : null;
}

/** How a receipt that a vote gave out is found. Only who was given one asks for it. */
function findingsOf({
  ballots,
  superseded,
  takenBack,
  voided,
}: VoteRecord): Map<string, ReceiptFinding> {
  return new Map<string, ReceiptFinding>([
    ...voided.map((receipt) => [receipt, 'void'] as const),
    ...takenBack.map((receipt) => [receipt, 'taken-back'] as const),
    ...superseded.map((receipt) => [receipt, 'superseded'] as const),
    ...ballots.map(({ receipt }) => [receipt, 'counted'] as const),
  ]);
}

const textOf = (file: RecountFile): string => `${canonicalJson(file)}\n`;

/** Files by which decided votes are counted again, for whoever may read the votes. */
@Injectable()
export class RecountFiles {
  readonly #kept = new KeptFiles();

  /**
   * The file as canonical JSON, in the reader's own edition or one that tells less.
   *
   * @throws CodedError PROPOSAL_NOT_FOUND, PROPOSAL_STATUS_CONFLICT before it is decided, FORBIDDEN
   *   for an edition that is not for the reader
   */
  async text(tx: Tx, id: string, edition: Edition | null = null): Promise<string> {
    permit(tx.actor, needed[edition ?? 'strangers']);
    const vote = await this.#decided(tx, id);
    const asked = edition ?? fullestFor(tx.actor);
    if (asked === 'strangers') return (await this.#told(tx, id, vote)).text;
    const record = await recordOf(tx, id, vote);
    const tellsFollowed = asked === 'auditors' && may(tx.actor, 'delegation.audit').allowed;
    return textOf(composeFile(globalIdOf(id), vote, record, asked, tellsFollowed));
  }

  /**
   * What ballots say, as other counting programs read it; null where no format has such ballots
   * with what they weigh, or where strangers are not told what ballots say.
   *
   * @throws CodedError PROPOSAL_NOT_FOUND, PROPOSAL_STATUS_CONFLICT before it is decided
   */
  async inKind(tx: Tx, id: string): Promise<VoteFile | null> {
    permit(tx.actor, 'decision.read');
    const vote = await this.#decided(tx, id);
    const { title } = vote;
    const rule = withLeftOut(vote.rule, leftOutIn(vote.finalCount));
    const { inFormat } = ballotKindOf(rule);
    const format = formatInKind(tx.actor, rule);
    if (format === null || inFormat === undefined) return null;
    const groups = groupsOfAll(await recordOf(tx, id, vote));
    return { format, text: inFormat.write(groups, { rule, title }) };
  }

  /**
   * Whether a receipt is in the published list of a decided vote.
   *
   * @throws CodedError PROPOSAL_NOT_FOUND, PROPOSAL_STATUS_CONFLICT before it is decided
   */
  async find(tx: Tx, id: string, receipt: string): Promise<ReceiptFinding> {
    permit(tx.actor, 'decision.read');
    const { findings } = await this.#told(tx, id, await this.#decided(tx, id));
    return findings.get(receipt) ?? 'unknown';
  }

  /** What strangers are told: electorate and ballots of a decided vote change no more. */
  #told(tx: Tx, id: string, vote: DecidedProposal): Promise<KeptFile> {
    return this.#kept.of(id, sha256Hex(canonicalJson(vote)), async () => {
      const record = await recordOf(tx, id, vote);
      const file = composeFile(globalIdOf(id), vote, record, 'strangers');
      return { text: textOf(file), findings: findingsOf(record) };
    });
  }

  async #decided(tx: Tx, id: string): Promise<DecidedProposal> {
    const [inside] = readerOf(tx.actor);
    const vote = await tx.maybeOne<Row>(decided, [id, tx.cooperativeId, inside]);
    if (vote === null) {
      throw votingErrors.error('PROPOSAL_NOT_FOUND', 'There is no such proposal.', {
        path: ['proposalId'],
      });
    }
    if (isDecided(vote)) return vote;
    const message = 'There is nothing to count again before it is decided.';
    throw governanceErrors.error('PROPOSAL_STATUS_CONFLICT', message, { path: ['proposalId'] });
  }
}
