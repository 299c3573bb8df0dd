export { createTestDatabase } from './test-database.js';
export type { TestDatabase } from './test-database.js';
export { createTestWorld } from './test-world.js';
export type { TestWorld } from './test-world.js';
export { createServiceEnvironment, silentLog } from './running-service.js';
export type { ServiceEnvironment } from './running-service.js';
