import { sealIdsWith } from '../kernel/id-seal.js';

// The secret of every service under test: ids that a spec makes are those that one gives. It is no
// part of `libs/testing`, which would come in by the door, with all of the platform, for each file.
sealIdsWith('a secret for tests only, long enough');
