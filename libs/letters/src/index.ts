/** Letters to persons: written with what caused them, sealed, sent once, gone afterwards. */
export { AddressBook } from './fact-letter/address-book.js';
export type { Correspondent } from './fact-letter/address-book.js';
export { KeptLetters } from './letter/kept-letters.js';
export { lettersRoom } from './letters.room.js';
