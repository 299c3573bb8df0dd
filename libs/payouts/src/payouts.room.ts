import type { Room } from '@rochdale/platform';
import { forgetPayouts } from './forget-payouts.js';
import { PayeeDetailsEntity } from './payee/payee-details.entity.js';
import { PaymentFileEntity } from './payment-file/payment-file.entity.js';
import { PayoutEntity } from './payout/payout.entity.js';
import { StatusReportEntity } from './status-report/status-report.entity.js';
import { payoutsLetters } from './payouts.letters.js';
import { payoutsHandlers } from './payouts.handlers.js';
import { payoutsInvariants } from './payouts.invariants.js';
import { PayoutsModule } from './payouts.module.js';
import { payoutsPermissions } from './payouts.permissions.js';
import { payoutsPersonalData } from './payouts.personal-data.js';

export const payoutsRoom: Room = {
  name: 'payouts',
  module: PayoutsModule,
  permissions: payoutsPermissions,
  invariants: payoutsInvariants,
  handlers: payoutsHandlers,
  letters: payoutsLetters,
  personalData: payoutsPersonalData,
  forget: forgetPayouts,
  entities: [PayeeDetailsEntity, PayoutEntity, PaymentFileEntity, StatusReportEntity],
};
