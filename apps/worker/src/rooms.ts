import type { Type } from '@nestjs/common';
import { IdentityModule } from '@rochdale/identity';
import { MembershipModule } from '@rochdale/membership';

/** The rooms whose jobs the worker carries out. */
export const rooms: readonly Type[] = [IdentityModule, MembershipModule];
