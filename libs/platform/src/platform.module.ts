import { Module } from '@nestjs/common';
import type { DynamicModule, Provider } from '@nestjs/common';
import type { Config } from './config/config.js';
import { Database } from './db/database.js';
import { readClock } from './db/brackets.js';
import { UnitOfWork } from './db/unit-of-work.js';
import { DropAccountFacts } from './events/drop-account-facts.js';
import { FollowFact } from './events/follow-fact.js';
import { Attachments } from './files/attachments.js';
import { DropLetGo } from './files/drop-let-go.js';
import { RemoveFiles } from './files/remove-files.js';
import { FileStore, openFileStore } from './files/file-store.js';
import { SweepFiles } from './files/sweep-files.js';
import { SweptDrafts } from './files/swept-drafts.js';
import { BrokenLaws } from './laws/broken-laws.js';
import { CheckInvariants } from './laws/check-invariants.js';
import { OperatorJobs } from './jobs/operator-jobs.js';
import { Clock } from './kernel/clock.js';
import type { MachineTime } from './kernel/clock.js';
import { DatabaseClock } from './clock/database-clock.js';
import { tellDrift } from './clock/clock-drift.js';
import { platformPersonalData } from './platform.personal-data.js';
import { platformInvariants } from './platform.invariants.js';
import { openPersonalDataSources } from './privacy/own-traces.js';
import { VacuumTables } from './jobs/vacuum-tables.js';
import { PersonalDataSources } from './privacy/personal-data-sources.js';
import { platformParts } from './platform.room.js';
import { MemberTraces } from './privacy/member-traces.js';
import { sealTextsWith } from './seal/kept-text.js';
import { tellUnopenedTo } from './seal/unopened.js';
import type { PersonalData } from './privacy/personal-data.js';
import type { Log } from './telemetry/log.js';
import type { Room } from './room/room.js';
import { Metrics } from './telemetry/metrics.js';
import { CONFIG, LOG } from './tokens.js';

export interface PlatformOptions {
  readonly config: Config;
  readonly log: Log;
  /** The rooms that the process is composed of. */
  readonly rooms: readonly Room[];
  /** Another clock than the database's: the demo's year and tests. */
  readonly clock?: Clock;
  /** A machine whose own clock is off, for tests. */
  readonly machine?: MachineTime;
}

const personalDataOf = (rooms: readonly Room[]): PersonalData[] =>
  [platformPersonalData, ...rooms.map(({ personalData }) => personalData)].filter(
    (kept) => kept !== undefined,
  );

/** What needs nothing but the unit of work. */
const byUnitOfWork = (provided: new (unitOfWork: UnitOfWork) => object): Provider => ({
  provide: provided,
  useFactory: (unitOfWork: UnitOfWork) => new provided(unitOfWork),
  inject: [UnitOfWork],
});

/** Whatever was being written when a process was killed goes when one starts, and while it runs. */
async function sweptFileStore({ files }: Config): Promise<FileStore> {
  const store = openFileStore(files);
  await store.sweepDrafts();
  return store;
}

const sweptDrafts = (log: Log): Provider => ({
  provide: SweptDrafts,
  useFactory: (store: FileStore) => new SweptDrafts(store, log),
  inject: [FileStore],
});

const attachmentsOf = ({ files }: Config): Provider => ({
  provide: Attachments,
  useFactory: (unitOfWork: UnitOfWork, store: FileStore) =>
    new Attachments(unitOfWork, store, files.maxBytes),
  inject: [UnitOfWork, FileStore],
});

const forgettingBy = (rooms: readonly Room[], { database }: Config): Provider[] => [
  {
    provide: VacuumTables,
    useFactory: (clock: Clock) => {
      const tables = personalDataOf(rooms).flatMap(({ paths }) => [...paths.keys()]);
      return new VacuumTables(database.ownerUrl, tables, clock);
    },
    inject: [Clock],
  },
  {
    provide: MemberTraces,
    useFactory: (log: Log) =>
      new MemberTraces([platformParts, ...rooms], (note) => log.warn({}, note)),
    inject: [LOG],
  },
  {
    provide: RemoveFiles,
    useFactory: (store: FileStore) => new RemoveFiles(store),
    inject: [FileStore],
  },
  {
    provide: DropLetGo,
    useFactory: (unitOfWork: UnitOfWork) => new DropLetGo(unitOfWork),
    inject: [UnitOfWork],
  },
  {
    provide: SweepFiles,
    useFactory: (unitOfWork: UnitOfWork, store: FileStore) => new SweepFiles(unitOfWork, store),
    inject: [UnitOfWork, FileStore],
  },
];

/** Whoever runs the service is told of each text that does not open: which, and nothing of it. */
function countingUnopened(log: Log): Metrics {
  const metrics = new Metrics();
  tellUnopenedTo((which) => {
    metrics.errors.inc({ code: 'SEALED_TEXT_UNREADABLE' });
    log.error(which, 'a sealed text does not open');
  });
  return metrics;
}

/** What every room stands on, made once per process and known to all of them. */
@Module({})
export class PlatformModule {
  static with({ config, log, clock, machine, rooms }: PlatformOptions): DynamicModule {
    sealTextsWith(config.secret);
    return {
      module: PlatformModule,
      global: true,
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: LOG, useValue: log },
        {
          provide: Clock,
          useFactory: async (database: Database) =>
            clock ?? readClock(database.pool, new DatabaseClock(tellDrift(log), machine)),
          inject: [Database],
        },
        {
          provide: Database,
          useFactory: () =>
            Database.open({ url: config.database.appUrl, poolSize: config.database.poolSize }, log),
        },
        {
          provide: UnitOfWork,
          useFactory: (database: Database, time: Clock) => new UnitOfWork(database, time),
          inject: [Database, Clock],
        },
        { provide: FileStore, useFactory: () => sweptFileStore(config) },
        sweptDrafts(log),
        attachmentsOf(config),
        byUnitOfWork(OperatorJobs),
        { provide: PersonalDataSources, useValue: openPersonalDataSources(personalDataOf(rooms)) },
        { provide: Metrics, useFactory: () => countingUnopened(log) },
        ...forgettingBy(rooms, config),
        byUnitOfWork(DropAccountFacts),
        byUnitOfWork(FollowFact),
        {
          provide: BrokenLaws,
          useFactory: (unitOfWork: UnitOfWork, metrics: Metrics) =>
            new BrokenLaws(unitOfWork, metrics, log),
          inject: [UnitOfWork, Metrics],
        },
        {
          provide: CheckInvariants,
          useFactory: (unitOfWork: UnitOfWork, brokenLaws: BrokenLaws) => {
            const laws = [...platformInvariants, ...rooms.flatMap((room) => room.invariants ?? [])];
            return new CheckInvariants(unitOfWork, laws, brokenLaws);
          },
          inject: [UnitOfWork, BrokenLaws],
        },
      ],
      exports: [
        CONFIG,
        LOG,
        Clock,
        Database,
        UnitOfWork,
        FileStore,
        Attachments,
        PersonalDataSources,
        Metrics,
        BrokenLaws,
        OperatorJobs,
        MemberTraces,
      ],
    };
  }
}
