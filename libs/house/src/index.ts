/** The one list of rooms, and what is composed of all of them. Only apps know it. */
export { houseModules } from './house-modules.js';
export { keptFor, noticeOf, staysUntil } from './privacy/notice.js';
export type { Notice, NoticePart, TermsOfPlace } from './privacy/notice.js';
export { personalData } from './privacy/personal-data.js';
export { openWorker } from './open-worker.js';
export type { OpenWorker, WorkerOptions } from './open-worker.js';
export { refuseBroughtBack } from './refuse-brought-back.js';
export { holdSecret } from './secret/hold-secret.js';
export { invariants, rooms } from './rooms.js';
// The demo and tests make the provider fail.
export { SimulatedRail } from '@rochdale/rail-simulated';
export type { ProviderFault } from '@rochdale/rail-simulated';
