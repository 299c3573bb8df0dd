// What specs of other rooms and of the whole look at; nobody else comes for it.
export { DropPassed } from '../retention/drop-passed.js';
