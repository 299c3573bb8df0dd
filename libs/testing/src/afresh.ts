import { vi } from 'vitest';

/*
 * A file after which everything of ours is loaded anew, in the same process: what other files
 * declared in our modules is not there. What we did not write stays loaded; of that, TypeORM alone
 * keeps what our modules declare.
 */
Object.assign(globalThis, { typeormMetadataArgsStorage: undefined });
vi.resetModules();
