import type { Room } from '@rochdale/platform';
import { RailSepaFileModule } from './rail-sepa-file.module.js';

export const railSepaFileRoom: Room = { name: 'rail-sepa-file', module: RailSepaFileModule };
