import { Global, Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import {
  Clock,
  JobCatalogue,
  JobRunner,
  LOG,
  Metrics,
  PlatformModule,
  Scheduler,
  Tenants,
  UnitOfWork,
  WorkerLoop,
} from '@rochdale/platform';
import type { Config, Log } from '@rochdale/platform';
import { processors } from './processors.js';
import type { Processor } from './processors.js';
import { rooms } from './rooms.js';
import { SettingsModule } from './settings.module.js';
import { KnownCooperatives } from './tenants.js';

export interface WorkerOptions {
  readonly config: Config;
  readonly log: Log;
  readonly clock?: Clock;
}

/** The worker: the same rooms as the API, without the API. Wiring, nothing else. */
@Global()
@Module({})
export class WorkerModule {
  static with({ config, log, clock }: WorkerOptions): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        PlatformModule.with({ config, log, ...(clock === undefined ? {} : { clock }) }),
        SettingsModule.with(config, log),
        ...rooms,
      ],
      providers: [
        ...processors,
        { provide: Tenants, useClass: KnownCooperatives },
        {
          provide: JobCatalogue,
          useFactory: (...made: Processor[]) =>
            new JobCatalogue(made.flatMap(({ handlers }) => handlers)),
          inject: [...processors],
        },
        {
          provide: JobRunner,
          useFactory: (
            unitOfWork: UnitOfWork,
            catalogue: JobCatalogue,
            time: Clock,
            opened: Log,
            metrics: Metrics,
          ) =>
            new JobRunner(unitOfWork, catalogue, time, opened, (name, outcome, seconds) =>
              metrics.job(name, outcome, seconds),
            ),
          inject: [UnitOfWork, JobCatalogue, Clock, LOG, Metrics],
        },
        {
          provide: Scheduler,
          useFactory: (unitOfWork: UnitOfWork, tenants: Tenants, time: Clock) =>
            new Scheduler(unitOfWork, tenants, time),
          inject: [UnitOfWork, Tenants, Clock],
        },
        {
          provide: WorkerLoop,
          useFactory: (
            unitOfWork: UnitOfWork,
            catalogue: JobCatalogue,
            runner: JobRunner,
            scheduler: Scheduler,
            time: Clock,
            opened: Log,
          ) =>
            new WorkerLoop({
              unitOfWork,
              catalogue,
              runner,
              scheduler,
              clock: time,
              log: opened,
            }),
          inject: [UnitOfWork, JobCatalogue, JobRunner, Scheduler, Clock, LOG],
        },
      ],
    };
  }
}
