/** Money leaves by a provider that only pretends: for tests, the demo and trying things out. */
export { railSimulatedRoom } from './rail-simulated.room.js';
export { SimulatedRail } from './simulated-rail.js';
export type { ProviderFault } from './simulated-rail.js';
