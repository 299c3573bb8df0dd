import { Module, ValidationPipe } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver } from '@nestjs/mercurius';
import type { MercuriusDriverConfig } from '@nestjs/mercurius';
import type { ValidationError } from 'class-validator';
import { houseModules, rooms } from '@rochdale/house';
import { LOG, Metrics, platformErrors, PlatformModule } from '@rochdale/platform';
import type { Clock, Config, Log, MachineTime } from '@rochdale/platform';
import { controllers } from './controllers.js';
import { graphqlInjects, graphqlOptions } from './graphql/graphql-options.js';
import { NodeRegistry } from './graphql/kit/node/node-registry.js';
import { loaders, resolvers } from './graphql/resolvers.js';
import { Lifecycle } from './http/health/lifecycle.js';
import { ProblemFilter } from './http/kit/problem.filter.js';
import { OwnClaims } from './http/pages/erasing/own-claims.js';
import { OwnChoices } from './http/pages/choices/own-choices.js';
import { EraseMePages } from './http/pages/erasing/erase-me-pages.js';
import { OwnMoney } from './http/pages/erasing/own-money.js';
import { Visits } from './http/pages/visits.js';
import { RequestKitModule } from './request-kit.module.js';

export interface ApiOptions {
  readonly config: Config;
  readonly log: Log;
  readonly clock?: Clock;
  readonly machine?: MachineTime;
}

function firstProblem(problems: readonly ValidationError[], path: readonly string[] = []): Error {
  const [problem] = problems;
  const here = problem === undefined ? path : [...path, problem.property];
  if (problem?.children !== undefined && problem.children.length > 0) {
    return firstProblem(problem.children, here);
  }
  const message = Object.values(problem?.constraints ?? {})[0] ?? 'The input is not usable.';
  return platformErrors.error('INVALID_INPUT', message, { path: here });
}

const validation = new ValidationPipe({
  transform: true,
  // GraphQL lets only declared fields in; stripping the undecorated ones would lose input silently.
  whitelist: false,
  forbidUnknownValues: false,
  exceptionFactory: (problems) => firstProblem(problems),
});

/** The API: all rooms, behind GraphQL and a little REST. Wiring, nothing else. */
@Module({})
export class ApiModule {
  static with(options: ApiOptions): DynamicModule {
    const { config, log } = options;
    return {
      module: ApiModule,
      imports: [
        PlatformModule.with({ ...options, rooms }),
        RequestKitModule.with(config, log),
        ...houseModules,
        GraphQLModule.forRootAsync<MercuriusDriverConfig>({
          driver: MercuriusDriver,
          inject: graphqlInjects,
          useFactory: graphqlOptions,
        }),
      ],
      controllers: [...controllers],
      providers: [
        ...resolvers,
        ...loaders,
        NodeRegistry,
        Lifecycle,
        OwnChoices,
        OwnClaims,
        OwnMoney,
        EraseMePages,
        Visits,
        {
          provide: ProblemFilter,
          useFactory: (opened: Log, metrics: Metrics) => new ProblemFilter(opened, metrics),
          inject: [LOG, Metrics],
        },
        { provide: APP_FILTER, useExisting: ProblemFilter },
        { provide: APP_PIPE, useValue: validation },
      ],
    };
  }
}
