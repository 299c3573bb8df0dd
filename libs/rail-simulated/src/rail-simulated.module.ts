import { Module } from '@nestjs/common';
import { UnitOfWork } from '@rochdale/platform';
import { SimulatedRail } from './simulated-rail.js';
import { SimulatedBook } from './transfer/simulated-book.js';

@Module({
  providers: [
    SimulatedRail,
    {
      provide: SimulatedBook,
      useFactory: (unitOfWork: UnitOfWork) => new SimulatedBook(unitOfWork),
      inject: [UnitOfWork],
    },
  ],
  exports: [SimulatedRail],
})
export class RailSimulatedModule {}
