import type { Type } from '@nestjs/common';
import { PortsModule } from './ports.module.js';
import { rooms } from './rooms.js';

/** What Nest composes the rooms from: their modules, and the ports between them. */
export const houseModules: readonly Type[] = [...rooms.map(({ module }) => module), PortsModule];
