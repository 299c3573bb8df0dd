import type { Type } from '@nestjs/common';
import { OutboxController } from './http/development/outbox.controller.js';
import { FilesController } from './http/files/files.controller.js';
import { HealthController } from './http/health/health.controller.js';
import { AuthController } from './http/auth/auth.controller.js';

/** Every REST controller. The permission matrix walks their routes. */
export const controllers: readonly Type[] = [
  HealthController,
  AuthController,
  OutboxController,
  FilesController,
];
