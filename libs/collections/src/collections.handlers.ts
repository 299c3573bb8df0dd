import { handle } from '@rochdale/platform';
import { SweepSourceJob, SweepSourcesJob } from './collections.jobs.js';
import { SweepSource } from './sweep/sweep-source.js';
import { SweepSources } from './sweep/sweep-sources.js';

export const collectionsHandlers = [
  handle(SweepSourcesJob, SweepSources),
  handle(SweepSourceJob, SweepSource),
];
