/** Letters to persons: written with what caused them, sealed, sent once, gone afterwards. */
export { Outbox } from './letter/outbox.js';
export { lettersPermissions } from './letters.permissions.js';
export { lettersRoom } from './letters.room.js';
