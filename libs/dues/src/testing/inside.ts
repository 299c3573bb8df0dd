// What specs of other rooms and of the whole look at; nobody else comes for it.
export { InvoiceIssued, PledgeChosen } from '../dues.events.js';
export { PersonsOfDues } from '../persons-of-dues.js';
