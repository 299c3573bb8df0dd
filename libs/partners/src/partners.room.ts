import type { Room } from '@rochdale/platform';
import { AdoptPoolPolicyAction } from './pool/adopt.action.js';
import { EndPartnerAction } from './partner/end.action.js';
import { RegisterPartnerAction } from './partner/register.action.js';
import { ErasedUserEntity } from './erasure/erased-user.entity.js';
import { ErasureAnnouncementEntity } from './erasure/erasure-announcement.entity.js';
import { PastUserEntity } from './erasure/past-user.entity.js';
import { MeterEntity, PartnerEntity } from './partner/partner.entity.js';
import { partnersHandlers } from './partners.handlers.js';
import { partnersInvariants } from './partners.invariants.js';
import { PartnersModule } from './partners.module.js';
import { partnersPermissions } from './partners.permissions.js';
import { UsagePeriodEntity } from './period/period.entity.js';
import { PoolPolicyEntity } from './pool/pool-policy.entity.js';
import { MonthPartEntity } from './closing/month-part.entity.js';
import { SharePartEntity } from './statement/share-part.entity.js';
import { UsageStatementEntity } from './statement/statement.entity.js';
import { ToldPartEntity } from './statement/told-part.entity.js';
import { UsageEventEntity } from './usage/usage-event.entity.js';
import { forgetUser } from './usage/forget-user.js';
import { partnersPersonalData } from './partners.personal-data.js';

export const partnersRoom: Room = {
  name: 'partners',
  module: PartnersModule,
  actions: [AdoptPoolPolicyAction, EndPartnerAction, RegisterPartnerAction],
  permissions: partnersPermissions,
  invariants: partnersInvariants,
  handlers: partnersHandlers,
  personalData: partnersPersonalData,
  forget: forgetUser,
  entities: [
    MeterEntity,
    PartnerEntity,
    UsagePeriodEntity,
    PoolPolicyEntity,
    MonthPartEntity,
    SharePartEntity,
    ToldPartEntity,
    UsageStatementEntity,
    UsageEventEntity,
    ErasedUserEntity,
    ErasureAnnouncementEntity,
    PastUserEntity,
  ],
};
