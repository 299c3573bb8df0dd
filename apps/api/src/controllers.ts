import type { Type } from '@nestjs/common';
import { HealthController } from './http/health/health.controller.js';
import { AuthController } from './http/auth/auth.controller.js';

/** Every REST controller. The permission matrix walks their routes. */
export const controllers: readonly Type[] = [HealthController, AuthController];
