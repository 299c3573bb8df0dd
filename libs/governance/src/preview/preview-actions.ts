import { Injectable } from '@nestjs/common';
import { rateLimited, RateLimits } from '@rochdale/identity';
import type { Actor, DecidedProposal, ProposalAction, Tx } from '@rochdale/platform';
import {
  allActions,
  may,
  newId,
  permit,
  summaryOf,
  systemActor,
  UnitOfWork,
} from '@rochdale/platform';
import { votingErrors } from '@rochdale/voting';
import { isPassing, whyRefused } from '../action/failure.js';
import { ProposalActions } from '../action/proposal-actions.js';
import { nobody } from '../electing/elected.js';
import { governanceErrors } from '../governance.errors.js';
import { policyStore } from '../policy/policy.store.js';
import { ProposalQueries } from '../proposal/proposal.queries.js';
import { requireStrict } from '../strictness/least-policy.js';

/** A rehearsal holds what execution would hold, for as long as it takes. */
const byPerson = { name: 'previews', max: 30, windowSeconds: 60, isQuiet: true };

/** What an action would do if it were carried out now. */
export interface ForeseenAction extends ProposalAction {
  /** What it does, in a sentence that names nobody. */
  readonly summary: string;
  /** What it would change now, in a sentence; null where nothing is to be said, or told. */
  readonly effect: string | null;
  /** Whether it could be done now. `untold` where who asks may not know, or one before fails. */
  readonly standing: 'possible' | 'refused' | 'untold';
  /** Why it could not be done now. */
  readonly refusal: { readonly code: string; readonly message: string } | null;
}

/** Actions that somebody thinks of, or those of a proposal. */
export type PreviewInput =
  | { readonly proposalId: string }
  | { readonly policyKey: string; readonly actions: readonly ProposalAction[] };

/** Carries what was seen out of a transaction that is taken back. */
class Rehearsed extends Error {
  constructor(readonly seen: readonly ForeseenAction[]) {
    super('a rehearsal is taken back');
  }
}

interface Rehearsal {
  readonly actions: readonly ProposalAction[];
  readonly decided: Omit<DecidedProposal, 'actionId'>;
}

/**
 * What actions would do if they were carried out now: they are, one after the other, in a
 * transaction that is taken back. So that the answer is the one that execution would give, but for
 * what only the end of a transaction checks. Of an action whose effect is not for the reader to
 * know only the summary is told, and of all behind it.
 */
@Injectable()
export class PreviewActions {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly actions: ProposalActions,
    private readonly proposals: ProposalQueries,
    private readonly rateLimits: RateLimits,
  ) {}

  /**
   * @returns one for each action, in their order; null for a proposal that is over
   * @throws CodedError PROPOSAL_NOT_FOUND, POLICY_NOT_FOUND, and what `ProposalActions.check`
   *   refuses, ACTION_POLICY_TOO_WEAK, RATE_LIMITED
   */
  async execute(actor: Actor, input: PreviewInput): Promise<readonly ForeseenAction[] | null> {
    permit(actor, 'proposal.preview');
    const whose = `${actor.cooperativeId ?? ''}\n${actor.accountId ?? ''}`;
    const { allowed, retryAfterSeconds } = await this.rateLimits.consume(byPerson, whose);
    if (!allowed) throw rateLimited(retryAfterSeconds);
    const rehearsal = await this.unitOfWork.read(actor, (tx) =>
      'proposalId' in input ? this.#ofProposal(tx, input.proposalId) : this.#imagined(tx, input),
    );
    return rehearsal === null ? null : this.#rehearse(actor, rehearsal);
  }

  async #ofProposal(tx: Tx, proposalId: string): Promise<Rehearsal | null> {
    const [proposal] = await this.proposals.byIds(tx, [proposalId]);
    if (proposal === undefined) {
      const path = ['proposalId'];
      throw votingErrors.error('PROPOSAL_NOT_FOUND', 'There is no such proposal.', { path });
    }
    if (!toCome.has(proposal.state)) return null;
    const { subjectKind, subjectId, ruleHash } = proposal;
    const subject =
      subjectKind === null || subjectId === null ? null : { kind: subjectKind, id: subjectId };
    const actions = await this.proposals.actionsOf(tx, [proposalId]);
    return { actions, decided: { id: proposalId, subject, ruleHash, elected: nobody } };
  }

  async #imagined(
    tx: Tx,
    { policyKey, actions }: Exclude<PreviewInput, { readonly proposalId: string }>,
  ): Promise<Rehearsal> {
    const policy = await policyStore.inForce(tx, policyKey);
    if (policy === null) {
      throw governanceErrors.error('POLICY_NOT_FOUND', 'No policy of this key is in force.', {
        path: ['policyKey'],
        data: { key: policyKey },
      });
    }
    const { rule } = policy;
    await this.actions.check(tx, actions, { by: 'member', rule });
    await requireStrict(tx, this.actions, actions, { policyKey, rule });
    const { ruleHash } = policy;
    return { actions, decided: { id: newId(), subject: null, ruleHash, elected: nobody } };
  }

  async #rehearse(actor: Actor, rehearsal: Rehearsal): Promise<readonly ForeseenAction[]> {
    try {
      return await this.unitOfWork.run(systemActor(actor.cooperativeId, 'job'), async (tx) => {
        throw new Rehearsed(await this.#runAll(tx, actor, rehearsal));
      });
    } catch (error) {
      if (error instanceof Rehearsed) return error.seen;
      throw error;
    }
  }

  /** The first that fails ends it: Postgres carries out nothing behind a refusal of its own. */
  async #runAll(tx: Tx, reader: Actor, { actions, decided }: Rehearsal): Promise<ForeseenAction[]> {
    const seen: ForeseenAction[] = [];
    let isToldOn = true;
    for (const { kind, payload } of actions) {
      const action = { kind, payload };
      isToldOn &&= isTold(reader, kind);
      const one: ForeseenAction = isToldOn
        ? await this.#runOne(tx, action, decided)
        : untold(action);
      isToldOn &&= one.standing === 'possible';
      seen.push(one);
    }
    return seen;
  }

  async #runOne(
    tx: Tx,
    action: ProposalAction,
    decided: Rehearsal['decided'],
  ): Promise<ForeseenAction> {
    const told = untold(action);
    let effect: string | null = null;
    try {
      effect = await this.actions.foresee(tx, action);
      await this.actions.run(tx, action, { ...decided, actionId: newId() });
      return { ...told, effect, standing: 'possible' };
    } catch (error) {
      if (isPassing(error)) throw error;
      return { ...told, effect, standing: 'refused', refusal: whyRefused(error) };
    }
  }
}

/** Before these are over, what their actions would do is worth asking. */
const toCome: ReadonlySet<string> = new Set([
  'draft',
  'notice',
  'open',
  'extended',
  'closed',
  'passed',
  'queued',
  'execution-failed',
]);

function isTold(reader: Actor, kind: string): boolean {
  const action = allActions().get(kind);
  if (action === undefined) return false;
  return action.foreseenBy === undefined || may(reader, action.foreseenBy).allowed;
}

function untold({ kind, payload }: ProposalAction): ForeseenAction {
  const summary = summaryOf({ kind, payload });
  return { kind, payload, summary, effect: null, standing: 'untold', refusal: null };
}
