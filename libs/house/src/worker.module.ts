import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { PlatformModule } from '@rochdale/platform';
import type { PlatformOptions } from '@rochdale/platform';
import { houseModules } from './house-modules.js';
import { SettingsModule } from './settings.module.js';

/** All rooms, without the API. Wiring, nothing else. */
@Module({})
export class WorkerModule {
  static with(options: PlatformOptions): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        PlatformModule.with(options),
        SettingsModule.with(options.config, options.log),
        ...houseModules,
      ],
    };
  }
}
