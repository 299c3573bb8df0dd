/** Letters to persons: written with what caused them, sealed, sent once, gone afterwards. */
export { AddressBook } from './fact-letter/address-book.js';
export type { Correspondent } from './fact-letter/address-book.js';
export { Envelope } from './letter/envelope.js';
export { KeptLetters } from './letter/kept-letters.js';
export { PostedLetters } from './letter/posted-letters.js';
export { lettersRoom } from './letters.room.js';
