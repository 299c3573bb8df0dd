import type { Type } from '@nestjs/common';
import { IdentityModule } from '@rochdale/identity';
import { MembershipModule } from '@rochdale/membership';

/** The rooms that the API serves. */
export const rooms: readonly Type[] = [IdentityModule, MembershipModule];
