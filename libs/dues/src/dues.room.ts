import type { Room } from '@rochdale/platform';
import { SetPlanAction } from './plan/set.action.js';
import { forgetDues } from './forget-dues.js';
import { CreditEntity, CreditEntryEntity } from './credit/credit.entity.js';
import { RefundEntity } from './credit/refund.entity.js';
import { CreditNoteEntity } from './credit-note/credit-note.entity.js';
import { duesHandlers } from './dues.handlers.js';
import { duesInvariants } from './dues.invariants.js';
import { duesLetters } from './dues.letters.js';
import { DuesModule } from './dues.module.js';
import { duesPermissions } from './dues.permissions.js';
import { InvoiceCounterEntity, InvoiceEntity } from './invoice/invoice.entity.js';
import { DuesPaymentEntity } from './invoice/payment.entity.js';
import { AccountPartEntity } from './payment/account-part.entity.js';
import { SharedPaymentEntity } from './payment/shared-payment.entity.js';
import { PlanEntity } from './plan/plan.entity.js';
import { PledgeEntity } from './pledge/pledge.entity.js';
import { WaiverEntity } from './waiver/waiver.entity.js';
import { duesPersonalData } from './dues.personal-data.js';

export const duesRoom: Room = {
  name: 'dues',
  module: DuesModule,
  actions: [SetPlanAction],
  permissions: duesPermissions,
  invariants: duesInvariants,
  handlers: duesHandlers,
  letters: duesLetters,
  personalData: duesPersonalData,
  forget: forgetDues,
  entities: [
    AccountPartEntity,
    CreditEntity,
    CreditEntryEntity,
    CreditNoteEntity,
    DuesPaymentEntity,
    InvoiceCounterEntity,
    InvoiceEntity,
    PlanEntity,
    PledgeEntity,
    RefundEntity,
    SharedPaymentEntity,
    WaiverEntity,
  ],
};
