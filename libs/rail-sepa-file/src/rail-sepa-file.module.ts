import { Module } from '@nestjs/common';
import { PayoutsModule } from '@rochdale/payouts';
import { SepaFileRail } from './sepa-file-rail.js';

@Module({ imports: [PayoutsModule], providers: [SepaFileRail], exports: [SepaFileRail] })
export class RailSepaFileModule {}
