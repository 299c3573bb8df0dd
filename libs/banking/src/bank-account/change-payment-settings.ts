import { Injectable } from '@nestjs/common';
import { permit, platformErrors, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { bankingErrors } from '../banking.errors.js';
import { Offices } from './offices.js';
import { settingsStore } from './settings.store.js';
import type { PaymentSettings } from './settings.store.js';

/** Sets how careful the co-operative is with money that goes out. */
@Injectable()
export class ChangePaymentSettings {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly offices: Offices,
  ) {}

  /** @throws CodedError FORBIDDEN, INVALID_INPUT, PAYMENT_SETTINGS_UNMEETABLE */
  async execute(actor: Actor, input: PaymentSettings): Promise<PaymentSettings> {
    permit(actor, 'payment-settings.change');
    const { coolingOffHours } = input;
    if (!Number.isInteger(coolingOffHours) || coolingOffHours < 0 || coolingOffHours > 720) {
      throw platformErrors.error('INVALID_INPUT', 'Details cool off for 0 to 720 hours.', {
        path: ['coolingOffHours'],
      });
    }
    return this.unitOfWork.run(actor, async (tx) => {
      if (input.secondPersonReleases) await this.#requireSecondPerson(tx);
      await settingsStore.write(tx, input);
      return settingsStore.read(tx);
    });
  }

  /** Only treasurers release, and some of what they release one of them approved. */
  async #requireSecondPerson(tx: Tx): Promise<void> {
    const treasurers = new Set(await this.offices.holders(tx, 'treasurer')).size;
    if (treasurers >= 2) return;
    const message = `Two treasurers are needed for that, and ${treasurers} hold the office.`;
    throw bankingErrors.error('PAYMENT_SETTINGS_UNMEETABLE', message, {
      path: ['secondPersonReleases'],
      data: { role: 'treasurer', holders: treasurers },
    });
  }
}
