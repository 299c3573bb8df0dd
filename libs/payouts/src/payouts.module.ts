import { Module } from '@nestjs/common';
import { BankingModule } from '@rochdale/banking';
import { LedgerModule } from '@rochdale/ledger';
import { PayeeQueries } from './payee/payee.queries.js';
import { SetPayeeDetails } from './payee/set-payee-details.js';
import { PaymentFileQueries } from './payment-file/payment-file.queries.js';
import { WritePaymentFile } from './payment-file/write-payment-file.js';
import { CancelPayout } from './payout/cancel-payout.js';
import { PayoutQueries } from './payout/payout.queries.js';
import { Payouts } from './payout/payouts.js';
import { ReleasePayouts } from './payout/release-payouts.js';
import { PaymentProvider } from './rail/payment-provider.js';
import './rail/rail-names.js';
import { SimulatedProvider } from './rail/simulated-provider.js';
import { FollowPayouts } from './settlement/follow-payouts.js';
import { PayoutBooking } from './settlement/payout-booking.js';
import { PayoutLineMatcher } from './settlement/payout-line-matcher.js';
import { Reconciliation } from './settlement/reconciliation.js';
import { SubmitPayout } from './settlement/submit-payout.js';

const doors = [
  CancelPayout,
  FollowPayouts,
  PayeeQueries,
  PaymentFileQueries,
  PayoutQueries,
  Payouts,
  ReleasePayouts,
  SetPayeeDetails,
  SimulatedProvider,
  SubmitPayout,
  WritePaymentFile,
];

@Module({
  imports: [BankingModule, LedgerModule],
  providers: [
    ...doors,
    PayoutBooking,
    PayoutLineMatcher,
    Reconciliation,
    { provide: PaymentProvider, useExisting: SimulatedProvider },
  ],
  exports: [...doors, PaymentProvider],
})
export class PayoutsModule {}
