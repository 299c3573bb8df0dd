import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { holdSecret, refuseBroughtBack } from '@rochdale/house';
import { Database, loadConfig, Metrics, openLog, sealIdsWith } from '@rochdale/platform';
import type { Clock, Log, MachineTime } from '@rochdale/platform';
import { ApiModule } from './api.module.js';
import { furnishServer, httpAdapter } from './http/http-server.js';
import { Lifecycle } from './http/health/lifecycle.js';
import { nestLogger } from './nest-logger.js';
import { openResources } from './resources.js';
import { tellUnsentLetters } from './unsent-letters.js';

export { printReference } from './graphql/print-reference.js';
export { printSchemaSdl } from './graphql/print-schema.js';

export interface StartApiOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log?: Log;
  /** Another clock than the database's, for tests. */
  readonly clock?: Clock;
  /** A machine whose own clock is off, for tests. */
  readonly machine?: MachineTime;
}

export interface RunningApi {
  readonly url: string;
  /** Where GraphQL can be explored; null where it is not shown. */
  readonly graphiqlUrl: string | null;
  readonly app: NestFastifyApplication;
  /** Finishes requests that are under way, then lets go of everything. */
  close(): Promise<void>;
}

/**
 * Starts the API.
 *
 * @throws ConfigError with every problem of the configuration; SecretDiffers where the
 *   database is of another secret; BroughtBack after a restore that brought erased members back
 */
export async function startApi(options: StartApiOptions): Promise<RunningApi> {
  const config = loadConfig(options.env);
  await holdSecret(config);
  sealIdsWith(config.secret);
  const log = options.log ?? openLog({ level: config.logLevel });
  const app = await NestFactory.create<NestFastifyApplication>(
    ApiModule.with({ ...options, config, log }),
    httpAdapter(config),
    { logger: nestLogger(log), abortOnError: false },
  );
  tellUnsentLetters(config, log);
  try {
    await refuseBroughtBack(app);
  } catch (error) {
    await app.close();
    await app.get(Database).close();
    throw error;
  }
  await furnishServer(app, config, app.get(Metrics));
  const resources = await openResources(app);
  await app.listen(config.http.port, config.http.host);
  const url = (await app.getUrl()).replace('[::1]', 'localhost');
  return {
    url,
    graphiqlUrl: config.graphql.graphiql ? `${url}/graphiql` : null,
    app,
    close: async () => {
      app.get(Lifecycle).beginStopping();
      await app.close();
      await resources.close();
    },
  };
}
