import type { Room } from '@rochdale/platform';
import { railSimulatedInvariants } from './rail-simulated.invariants.js';
import { RailSimulatedModule } from './rail-simulated.module.js';
import { SimulatedTransferEntity } from './transfer/simulated-transfer.entity.js';

export const railSimulatedRoom: Room = {
  name: 'rail-simulated',
  module: RailSimulatedModule,
  invariants: railSimulatedInvariants,
  entities: [SimulatedTransferEntity],
};
