// Who hears of payouts is not this room's business, but that they hear of their end is.
export { delivering } from '../../../webhooks/src/testing/delivering.js';
export { openReceiver } from '../../../webhooks/src/testing/receiver.js';
export type { TestReceiver } from '../../../webhooks/src/testing/receiver.js';
