import type { Room } from '@rochdale/platform';
import { duesHandlers } from './dues.handlers.js';
import { duesInvariants } from './dues.invariants.js';
import { DuesModule } from './dues.module.js';
import { duesPermissions } from './dues.permissions.js';
import { InvoiceCounterEntity, InvoiceEntity } from './invoice/invoice.entity.js';
import { DuesPaymentEntity } from './invoice/payment.entity.js';
import { SharedPaymentEntity } from './invoice/shared-payment.entity.js';
import { PlanEntity } from './plan/plan.entity.js';
import { PledgeEntity } from './pledge/pledge.entity.js';
import { WaiverEntity } from './waiver/waiver.entity.js';

export const duesRoom: Room = {
  name: 'dues',
  module: DuesModule,
  permissions: duesPermissions,
  invariants: duesInvariants,
  handlers: duesHandlers,
  entities: [
    DuesPaymentEntity,
    InvoiceCounterEntity,
    InvoiceEntity,
    PlanEntity,
    PledgeEntity,
    SharedPaymentEntity,
    WaiverEntity,
  ],
};
