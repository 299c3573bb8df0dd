// Who hears of payouts is not this room's business, but that they hear of their end is.
export { hearing } from '../../../webhooks/src/testing/hearing.js';
export type { Hearing } from '../../../webhooks/src/testing/hearing.js';
