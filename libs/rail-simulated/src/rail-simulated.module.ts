import { Module } from '@nestjs/common';
import { SimulatedRail } from './simulated-rail.js';

@Module({ providers: [SimulatedRail], exports: [SimulatedRail] })
export class RailSimulatedModule {}
