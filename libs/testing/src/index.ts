export { createEmptyDatabase, createTestDatabase } from './test-database.js';
export type { TestDatabase } from './test-database.js';
export { readableTables, tablesSaying } from './privacy/tables-saying.js';
export { rowsRead } from './plan.js';
export type { PlanNode } from './plan.js';
export { moveTo } from './time-zone.js';
export { breakSeals } from './break-seals.js';
export { createTestWorld } from './test-world.js';
export type { TestWorld } from './test-world.js';
export { letKeysCostWhatTheyDo } from './keys-of-passwords.js';
export { testAppRole } from './test-cluster.js';
export { startInstalledPostgres } from './installed-postgres.js';
export { foundAfter, whileBroken } from './broken-books.js';
export { dyingOnEachLine } from './dying.js';
export { activeMembers, actorOf, everybody, whoMay } from './permission-cast.js';
export { openTcpProxy } from './tcp-proxy.js';
export type { TcpProxy } from './tcp-proxy.js';
export { createFilledService, createServiceEnvironment, silentLog } from './running-service.js';
export type { ServiceEnvironment } from './running-service.js';
export { ApiClient } from './client/api-client.js';
export type { UploadedFile } from './client/api-client.js';
export { GraphqlFailure, MutationRefused } from './client/graphql-answer.js';
export type { GraphqlAnswer, MutationPayload, UserError } from './client/graphql-answer.js';
export type { Subscription, SubscriptionMessage } from './client/subscription.js';
export {
  gate,
  holdBack,
  inOrder,
  untilWaiting,
  untilWaitingOrOver,
  waiting,
  whileHeld,
} from './at-once.js';
export type { Gate } from './at-once.js';
