import { Injectable } from '@nestjs/common';
import { permit, platformErrors, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { settingsStore } from './settings.store.js';
import type { PaymentSettings } from './settings.store.js';

/** Sets how careful the co-operative is with money that goes out. */
@Injectable()
export class ChangePaymentSettings {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError FORBIDDEN, INVALID_INPUT */
  async execute(actor: Actor, input: PaymentSettings): Promise<PaymentSettings> {
    permit(actor, 'payment-settings.change');
    const { coolingOffHours } = input;
    if (!Number.isInteger(coolingOffHours) || coolingOffHours < 0 || coolingOffHours > 720) {
      throw platformErrors.error('INVALID_INPUT', 'Details cool off for 0 to 720 hours.', {
        path: ['coolingOffHours'],
      });
    }
    return this.unitOfWork.run(actor, async (tx) => {
      await settingsStore.write(tx, input);
      return settingsStore.read(tx);
    });
  }
}
