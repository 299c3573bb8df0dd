import type { Type } from '@nestjs/common';
import { HealthController } from './http/health/health.controller.js';

/** Every REST controller. The permission matrix walks their routes. */
export const controllers: readonly Type[] = [HealthController];
