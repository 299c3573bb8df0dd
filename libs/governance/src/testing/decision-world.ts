import '../governance.permissions.js';
import type { Actor, FindDoor, ProposalAction, Role, Tx } from '@rochdale/platform';
import { newId, systemActor } from '@rochdale/platform';
import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import { CastBallot, VoterRoll, Votes } from '@rochdale/voting';
import type {
  CastBallotInput,
  CastBallotResult,
  RollEntry,
  Stance,
  StancesRule,
} from '@rochdale/voting';
import { memberDirectory } from '../../../membership/src/testing/membership-world.js';
import { ProposalActions } from '../action/proposal-actions.js';
import { AdoptPolicy } from '../policy/adopt-policy.js';
import { PolicyFitness } from '../policy/policy-fitness.js';
import { PolicyUses } from '../policy/policy-uses.js';
import type { DecisionRule } from '../policy/decision-rule.js';
import { policyPacks } from '../policy/policy-packs.js';
import { CloseProposal } from '../closing/close-proposal.js';
import { ExecuteProposal } from '../execution/execute-proposal.js';
import { RetryExecution } from '../execution/retry-execution.js';
import { DraftProposal } from '../opening/draft-proposal.js';
import { ProposalDrafting } from '../opening/proposal-drafting.js';
import { OpenNoticedProposal } from '../opening/open-noticed-proposal.js';
import { OpenProposal } from '../opening/open-proposal.js';
import { RunOff } from '../opening/run-off.js';
import { Sequels } from '../sequel/sequels.js';
import { ProposalOpening } from '../opening/proposal-opening.js';
import { Proposals } from '../subject/proposals.js';

const isFormer = (standing: string) => standing === 'left' || standing === 'expelled';

/** A roll that a test writes by hand, by co-operative. */
export class WrittenRoll extends VoterRoll {
  readonly entriesOf = new Map<string, RollEntry[]>();
  /** Since when who is on it no more is gone, by member; of others it is long ago. */
  readonly goneAt = new Map<string, Date>();
  /** When somebody was last suspended who is back on it. */
  readonly wentAt = new Map<string, Date>();

  override async entries(tx: Tx): Promise<readonly RollEntry[]> {
    return this.#all(tx).filter(({ standing }) => !isFormer(standing));
  }

  override async away(
    tx: Tx,
    memberIds: readonly string[],
    before: Date,
  ): Promise<ReadonlySet<string>> {
    const listed = new Set((await this.entries(tx)).map(({ memberId }) => memberId));
    const wasGone = (id: string) => (this.goneAt.get(id) ?? new Date(0)) < before;
    return new Set(memberIds.filter((id) => !listed.has(id) && wasGone(id)));
  }

  override async wentAway(
    _tx: Tx,
    memberIds: readonly string[],
    by: Date,
  ): Promise<ReadonlyMap<string, Date>> {
    const wanted = new Set(memberIds);
    return new Map([...this.wentAt].filter(([id, at]) => wanted.has(id) && at <= by));
  }

  #all = ({ cooperativeId }: Tx): readonly RollEntry[] => this.entriesOf.get(cooperativeId) ?? [];
}

export function rollEntry(changes: Partial<RollEntry> = {}): RollEntry {
  return {
    memberId: newId(),
    memberClass: 'worker',
    standing: 'active',
    votes: 1,
    mayVote: true,
    ...changes,
  };
}

export function memberActor(
  cooperativeId: string,
  memberId: string,
  roles: readonly Role[] = [],
): Actor {
  return {
    kind: 'account',
    cooperativeId,
    accountId: newId(),
    memberId,
    partnerId: null,
    standing: 'active',
    roles: new Set(roles),
    scopes: 'all',
    via: 'session',
    requestId: 'test',
  };
}

export type StanceRule = DecisionRule & StancesRule;

/** The rule called ordinary, without its quorum, changed as a test needs it. */
export function ruleLike(changes: Partial<StanceRule> = {}): StanceRule {
  const ordinary = policyPacks[0]?.policies.find(({ key }) => key === 'ordinary');
  if (ordinary === undefined) throw new Error('there is an ordinary policy');
  return { ...ordinary.rule, quorum: null, lateQuorum: null, ...changes };
}

const kettle = { title: 'Buy a kettle', body: 'The old one leaks.' };

interface CastInWorld {
  execute(actor: Actor, input: CastBallotInput): Promise<CastBallotResult>;
}

/** One co-operative that decides: everything that a use case of this room is built from. */
export interface DecisionWorld extends TestWorld {
  readonly cooperativeId: string;
  readonly voters: readonly Actor[];
  readonly system: Actor;
  readonly secretary: Actor;
  readonly roll: WrittenRoll;
  readonly actions: ProposalActions;
  readonly votes: Votes;
  readonly fitness: PolicyFitness;
  readonly drafting: ProposalDrafting;
  readonly opening: ProposalOpening;
  readonly proposals: Proposals;
  readonly draft: DraftProposal;
  readonly open: OpenProposal;
  readonly adopt: AdoptPolicy;
  /** In votes where a ballot is its voter’s; of a detached one only the receipt is there. */
  readonly cast: CastInWorld;
  readonly closing: CloseProposal;
  readonly execute: ExecuteProposal;
  readonly retry: RetryExecution;
  readonly openNoticed: OpenNoticedProposal;
  /** Puts a rule in force and opens a proposal under it; returns the proposal's id. */
  readonly openUnder: (
    rule: DecisionRule,
    options?: {
      by?: Actor;
      action?: ProposalAction;
      topics?: readonly string[];
      workingGroup?: string;
    },
  ) => Promise<string>;
  readonly vote: (proposalId: string, voter: number, stance: Stance) => Promise<unknown>;
  readonly stateOf: (proposalId: string) => Promise<string | undefined>;
}

function findAmong(services: readonly object[]): FindDoor {
  return (type) => {
    const found = services.find((service) => service instanceof type);
    if (found instanceof type) return found;
    throw new Error(`${type.name} is no service of this world`);
  };
}

/** @param services what the actions of the test are carried out by */
export async function createDecisionWorld(
  size: number,
  services: readonly object[] = [],
): Promise<DecisionWorld> {
  const world = await createTestWorld();
  const { unitOfWork } = world;
  const cooperativeId = newId();
  const roll = new WrittenRoll();
  const entries = Array.from({ length: size }, () => rollEntry());
  roll.entriesOf.set(cooperativeId, entries);
  const actions = new ProposalActions(findAmong(services));
  const votes = new Votes(roll);
  const drafting = new ProposalDrafting(actions);
  const opening = new ProposalOpening(votes, actions);
  const draft = new DraftProposal(unitOfWork, drafting, memberDirectory());
  const open = new OpenProposal(unitOfWork, opening);
  const fitness = new PolicyFitness(votes, new PolicyUses());
  const adopt = new AdoptPolicy(unitOfWork, fitness);
  const cast = new CastBallot(unitOfWork) as CastInWorld;
  const system = systemActor(cooperativeId, 'job');
  const voters = entries.map(({ memberId }) => memberActor(cooperativeId, memberId));
  const voterAt = (index: number): Actor => {
    const voter = voters[index];
    if (voter === undefined) throw new Error(`there is no voter ${index}`);
    return voter;
  };
  return {
    ...world,
    cooperativeId,
    voters,
    system,
    secretary: memberActor(cooperativeId, voterAt(0).memberId ?? '', ['secretary']),
    roll,
    actions,
    votes,
    fitness,
    drafting,
    opening,
    proposals: new Proposals(drafting, opening, fitness),
    draft,
    open,
    adopt,
    cast,
    closing: new CloseProposal(unitOfWork, votes, new RunOff(opening), new Sequels(opening)),
    execute: new ExecuteProposal(unitOfWork, actions),
    retry: new RetryExecution(unitOfWork),
    openNoticed: new OpenNoticedProposal(unitOfWork, opening),
    openUnder: async (rule, { by = voterAt(0), action, ...filing } = {}) => {
      const key = `p-${newId()}`;
      await adopt.execute(systemActor(by.cooperativeId, 'cli'), { key, title: 'A policy', rule });
      const { proposalId } = await draft.execute(by, {
        ...kettle,
        policyKey: key,
        ...filing,
        actions: action === undefined ? [] : [action],
      });
      await open.execute(by, { proposalId });
      return proposalId;
    },
    vote: (proposalId, voter, stance) =>
      cast.execute(voterAt(voter), { proposalId, mark: stance, reason: 'because' }),
    stateOf: async (proposalId) => {
      const [row] = await world.asOwner<{ state: string }>(
        'select state from governance.proposals where id = $1',
        [proposalId],
      );
      return row?.state;
    },
  };
}

/** Every law of the room that is broken, with the first rows that break it. */
export async function brokenLaws(
  world: TestWorld,
  laws: readonly { name: string; sql: string }[],
): Promise<unknown[]> {
  const broken: unknown[] = [];
  for (const { name, sql } of laws) {
    const rows = await world.asOwner(sql);
    if (rows.length > 0) broken.push({ name, rows });
  }
  return broken;
}
