import { Injectable } from '@nestjs/common';
import type { Tx } from '@rochdale/platform';
import { hoursLater, newId } from '@rochdale/platform';
import type { Outcome } from '@rochdale/voting';
import { actionStore } from '../action/action.store.js';
import { authorStore } from '../authors/author.store.js';
import { ProposalDrafted } from '../governance.events.js';
import { SettleRatificationsJob } from '../governance.jobs.js';
import { passesBySilence } from '../links/links.js';
import { openOrEnd } from '../opening/open-or-end.js';
import { ProposalOpening } from '../opening/proposal-opening.js';
import { saidAgain } from '../opening/run-off.js';
import type { DecisionRule } from '../policy/decision-rule.js';
import { policyStore } from '../policy/policy.store.js';
import { lockProposal } from '../proposal/locked-proposal.js';
import type { ProposalRecord } from '../proposal/proposal.store.js';
import { secondStore } from '../proposal/second.store.js';
import { filingStore } from '../topic/filing.store.js';
import { ratificationStore } from './ratification.store.js';
import { sequelStore } from './sequel.store.js';
import type { SequelKind } from './sequel.store.js';

/** A locked vote that has just been decided. */
type Decided = ProposalRecord & { readonly rule: DecisionRule };

/** The votes that follow one, as the fact of its end tells them; null for none. */
export interface Followed {
  readonly escalationId: string | null;
  readonly ratificationId: string | null;
}

const nothing: Followed = { escalationId: null, ratificationId: null };

/** Opens what follows a vote by its rule, once, in the transaction that closes it. */
@Injectable()
export class Sequels {
  constructor(private readonly opening: ProposalOpening) {}

  /**
   * A vote that failed goes to the policy that its rule names, as the same question with the same
   * actions; what passed in an emergency goes to the members, who are asked whether it stands.
   *
   * @param after behind which it stands in their order: the vote, or its run-off that did not open
   */
  async follow(tx: Tx, decided: Decided, outcome: Outcome, after: string): Promise<Followed> {
    if (decided.followsAs === 'ratification') {
      settleFrom(tx, `${decided.id}:decided`, tx.now);
      return nothing;
    }
    const { escalatesTo, ratification } = decided.rule;
    if (outcome === 'passed') {
      if (ratification === undefined) return nothing;
      return { ...nothing, ratificationId: await this.#toRatify(tx, decided, ratification) };
    }
    if (escalatesTo?.on.includes(outcome) !== true) return nothing;
    const { policyKey } = escalatesTo;
    const draft = await this.#draft(tx, decided, { policyKey, as: 'escalation', after });
    return { ...nothing, escalationId: draft === null ? null : await this.#open(tx, draft) };
  }

  /** The term runs whether or not the vote can open; where it cannot, it is over at once. */
  async #toRatify(
    tx: Tx,
    decided: Decided,
    { policyKey, withinHours }: NonNullable<DecisionRule['ratification']>,
  ): Promise<string | null> {
    const ratifyBy = hoursLater(tx.now, withinHours, await tx.timeZone());
    const terms = { policyKey, as: 'ratification', after: decided.id } as const;
    const draft = await this.#draft(tx, decided, terms);
    const opened = draft === null ? null : await this.#open(tx, draft);
    await ratificationStore.insert(tx, decided.id, draft, ratifyBy);
    settleFrom(tx, decided.id, opened === null ? tx.now : ratifyBy);
    return opened;
  }

  async #draft(
    tx: Tx,
    decided: Decided,
    {
      policyKey,
      as,
      after,
    }: { readonly policyKey: string; readonly as: SequelKind; readonly after: string },
  ): Promise<string | null> {
    // Nobody retires a policy that another names, or has it pass by silence; but a vote goes by its
    // own rule, which none in force may name it in any more: where one was, nothing follows.
    const policy = await policyStore.holdInForce(tx, policyKey);
    if (policy === null || passesBySilence(policy.rule)) return null;
    const id = newId();
    const windowHours = policy.rule.window.usualHours;
    const heard = await saidAgain(tx, decided);
    await sequelStore.insert(
      tx,
      id,
      decided.id,
      { as, after, policyId: policy.id, windowHours },
      heard,
    );
    const isSame = as === 'escalation';
    if (isSame) await copyActions(tx, id, decided.id);
    if (isSame) await secondStore.copy(tx, id, decided.id);
    await authorStore.copy(tx, id, decided.id);
    await filingStore.copy(tx, id, decided.id);
    const { subjectKind, subjectId } = isSame ? decided : { subjectKind: null, subjectId: null };
    const told = { proposalId: id, subjectKind, subjectId, policyId: policy.id };
    tx.announce(ProposalDrafted.of(id, told));
    return id;
  }

  /** Its id; null when it cannot open, which it says of itself. */
  async #open(tx: Tx, id: string): Promise<string | null> {
    const { state } = await openOrEnd(tx, this.opening, await lockProposal(tx, id));
    return state === 'cancelled' ? null : id;
  }
}

async function copyActions(tx: Tx, id: string, fromId: string): Promise<void> {
  const actions = await actionStore.lockOf(tx, fromId);
  const anew = actions.map(({ kind, payload, aboutMemberId }) => ({
    kind,
    payload,
    aboutMemberId,
  }));
  await actionStore.insert(tx, id, anew);
}

function settleFrom(tx: Tx, key: string, runAt: Date): void {
  const { cooperativeId } = tx;
  tx.enqueue(SettleRatificationsJob, { cooperativeId, slot: key }, { key, runAt });
}
