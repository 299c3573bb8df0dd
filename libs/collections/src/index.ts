/** Money that comes in by sources other than bank statements, and what they tell. */
export { collectionsErrors } from './collections.errors.js';
export { collectionsRoom } from './collections.room.js';
export { ConnectSource } from './connection/connect-source.js';
export type { ConnectSourceInput } from './connection/connect-source.js';
export { ConnectionQueries } from './connection/connection.queries.js';
export type { ConnectionRow } from './connection/connection.store.js';
export { DisconnectSource } from './connection/disconnect-source.js';
export { TakeHint } from './hint/take-hint.js';
export { CloseSourceRow } from './row/close-source-row.js';
export { linesOfSourceRows } from './row/own-source-rows.queries.js';
export { SourceRowQueries } from './row/source-row.queries.js';
export type { SourceRowView } from './row/source-row.queries.js';
export { allSources, defineSource } from './source/define-source.js';
export type {
  HintHeaders,
  Movement,
  MovementKind,
  Source,
  SweepRequest,
  SweptPage,
  SweptRow,
} from './source/source.js';
export { OrderSweep } from './sweep/order-sweep.js';
