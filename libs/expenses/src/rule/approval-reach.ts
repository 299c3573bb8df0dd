import { Injectable } from '@nestjs/common';
import { Proposals } from '@rochdale/governance';
import { MemberDirectory } from '@rochdale/membership';
import type { Tx } from '@rochdale/platform';
import { expensesErrors } from '../expenses.errors.js';
import { approvalAction, stepsFrom, usualBands } from './approval-rule.js';
import type { ApprovalBand, ApprovalStep } from './approval-rule.js';
import { approvalRuleStore } from './approval-rule.store.js';

/** A claim as far as it decides who may approve it. */
export interface Approvable {
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly submitterMemberId: string;
  readonly payeeKind: 'member' | 'partner';
  readonly payeeId: string;
}

/** Who is there to approve: offices by their holders, votes by their policies. */
@Injectable()
export class ApprovalReach {
  constructor(
    private readonly members: MemberDirectory,
    private readonly proposals: Proposals,
  ) {}

  /**
   * The band that decides a claim: that of its amount, or the next that can where nobody but its
   * own submitter or payee holds the office. A larger band is never less careful.
   *
   * @throws CodedError APPROVAL_OUT_OF_REACH when nobody could ever decide it
   */
  async stepFor(tx: Tx, claim: Approvable): Promise<ApprovalStep> {
    const rule = await approvalRuleStore.inForce(tx, claim.currency);
    const steps = stepsFrom(rule?.bands ?? usualBands(claim.currency), claim.amountMinor);
    const strangers = (id: string): boolean =>
      id !== claim.submitterMemberId && !(claim.payeeKind === 'member' && id === claim.payeeId);
    for (const step of steps) {
      if (await this.#decides(tx, step.band, strangers)) return step;
    }
    throw expensesErrors.error(
      'APPROVAL_OUT_OF_REACH',
      'Nobody could approve this: the office has too few other holders, or no policy is in force.',
      { path: ['items'], data: { limitMinor: steps[0]?.upToMinor ?? null } },
    );
  }

  /**
   * How many hold the office that a band names; null where the members vote. Who is suspended does
   * not, nor is shown to: whoever is on a list of members, and they alone, are counted.
   */
  async holders(tx: Tx, band: ApprovalBand): Promise<number | null> {
    return band.kind === 'role' ? new Set(await this.members.holders(tx, band.role)).size : null;
  }

  async #decides(
    tx: Tx,
    band: ApprovalBand,
    isStranger: (memberId: string) => boolean,
  ): Promise<boolean> {
    if (band.kind === 'vote') {
      const { policyKey } = band;
      return (await this.proposals.misfitOf(tx, policyKey, approvalAction, 'exact')) === null;
    }
    const holders = new Set(await this.members.holders(tx, band.role));
    return [...holders].filter(isStranger).length >= band.approvals;
  }
}
