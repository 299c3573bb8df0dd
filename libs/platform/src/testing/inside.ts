// What specs of other rooms and of the whole look at; nobody else comes for it.
export { machineTime } from '../kernel/clock.js';
export { allListStatements } from '../list/keyset-list.js';
export { mappedClasses } from '../db/mapping.js';
export { allStatements } from '../db/statement.js';
export { platformPersonalData } from '../platform.personal-data.js';
export { DropLetGo } from '../files/drop-let-go.js';
export { forgetMemberOfPlatform } from '../privacy/forget-member.js';
export { FactRelay } from '../events/relay.js';
export { tellUnopenedTo } from '../seal/unopened.js';
