import type { TestProject } from 'vitest/node';
import { migrate } from '../../../migrations/migrate.js';
import { startTestCluster, testAppRole } from './test-cluster.js';
import type { TestCluster } from './test-cluster.js';

declare module 'vitest' {
  export interface ProvidedContext {
    testCluster: TestCluster;
  }
}

interface Run {
  users: number;
  started: ReturnType<typeof startTestCluster>;
}

/** Each project loads this file anew, in one process; they share the run's one cluster. */
const shared = globalThis as { rochdaleTestRun?: Run | undefined };

async function fillTemplate(templateUrl: string): Promise<void> {
  await migrate({ ownerUrl: templateUrl, ...testAppRole });
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared.rochdaleTestRun ??= { users: 0, started: startTestCluster(fillTemplate) };
  const run = shared.rochdaleTestRun;
  run.users += 1;
  const { cluster, stop } = await run.started;
  project.provide('testCluster', cluster);
  return async () => {
    run.users -= 1;
    if (run.users > 0) return;
    shared.rochdaleTestRun = undefined;
    await stop();
  };
}
