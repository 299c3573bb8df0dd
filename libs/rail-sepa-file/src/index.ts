/** Money leaves by a SEPA file that a treasurer takes to the bank. */
export { railSepaFileRoom } from './rail-sepa-file.room.js';
