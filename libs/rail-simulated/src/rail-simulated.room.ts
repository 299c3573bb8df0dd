import type { Room } from '@rochdale/platform';
import { railSimulatedInvariants } from './rail-simulated.invariants.js';
import { RailSimulatedModule } from './rail-simulated.module.js';
import { SimulatedTransferEntity } from './transfer/simulated-transfer.entity.js';
import { railSimulatedPersonalData } from './rail-simulated.personal-data.js';

export const railSimulatedRoom: Room = {
  name: 'rail-simulated',
  module: RailSimulatedModule,
  invariants: railSimulatedInvariants,
  personalData: railSimulatedPersonalData,
  entities: [SimulatedTransferEntity],
};
