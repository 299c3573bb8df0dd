import { handle } from '@rochdale/platform';
import { MakeReleases } from './release/make-releases.js';
import { MakeReleasesJob } from './treasury.jobs.js';

export const treasuryHandlers = [handle(MakeReleasesJob, MakeReleases)];
