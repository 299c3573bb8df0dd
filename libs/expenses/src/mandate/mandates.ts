import { Injectable } from '@nestjs/common';
import { ProposalQueries } from '@rochdale/governance';
import { Payees } from '@rochdale/payouts';
import { currencyExponent } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { MandateGranted } from '../expenses.events.js';
import { mandateTaken } from './known-mandate.js';
import { requireMandate, requireNothingBack } from './mandate.js';
import type { MandateTerms } from './mandate.js';
import { mandateStore } from './mandate.store.js';

/** Mandates, inside the caller's transaction: for decisions. */
@Injectable()
export class Mandates {
  constructor(
    private readonly payees: Payees,
    private readonly proposals: ProposalQueries,
  ) {}

  /** @throws CodedError MANDATE_INVALID, INVALID_CURRENCY, PAYEE_UNKNOWN, MANDATE_KEY_TAKEN */
  async check(tx: Tx, terms: MandateTerms): Promise<void> {
    requireNothingBack(terms, await tx.today());
    await this.#requireFit(tx, terms);
  }

  async #requireFit(tx: Tx, terms: MandateTerms): Promise<void> {
    requireMandate(terms, await tx.today());
    currencyExponent(terms.currency);
    await this.payees.require(tx, [{ kind: 'partner', id: terms.partnerId }], ['partnerId']);
    if ((await mandateStore.find(tx, terms.key)) !== null) throw mandateTaken();
  }

  /** @throws CodedError as `check`, except for what lies back by now */
  async grant(tx: Tx, terms: MandateTerms, proposalId: string): Promise<void> {
    await this.#requireFit(tx, terms);
    const [proposal] = await this.proposals.byIds(tx, [proposalId]);
    // A preview tries what nobody has proposed yet.
    await mandateStore.insert(tx, terms, { proposalId, policyKey: proposal?.policyKey ?? 'none' });
    const { key, title, partnerId, currency, period } = terms;
    const capMinor = terms.capMinor.toString();
    tx.announce(
      MandateGranted.of(tx.cooperativeId, { key, title, partnerId, currency, period, capMinor }),
    );
  }
}
