import { Global, Module } from '@nestjs/common';
import { BankingModule, BookingChart, Offices } from '@rochdale/banking';
import { AddressBook } from '@rochdale/letters';
import { MembershipModule } from '@rochdale/membership';
import { Tenants } from '@rochdale/platform';
import { GovernanceModule } from '@rochdale/governance';
import { AskedBuffers, TreasuryModule, UnbookedLines } from '@rochdale/treasury';
import { BankingUnbookedLines } from './banking-unbooked-lines.js';
import { GovernanceAskedBuffers } from './governance-asked-buffers.js';
import { KnownCooperatives } from './known-cooperatives.js';
import { MembershipAddressBook } from './membership-address-book.js';
import { MembershipOffices } from './membership-offices.js';
import { TreasuryBookingChart } from './treasury-booking-chart.js';

/** Ports that one room opens and another fills, where neither may know the other. */
@Global()
@Module({
  imports: [BankingModule, GovernanceModule, MembershipModule, TreasuryModule],
  providers: [
    { provide: AddressBook, useClass: MembershipAddressBook },
    { provide: AskedBuffers, useClass: GovernanceAskedBuffers },
    { provide: BookingChart, useClass: TreasuryBookingChart },
    { provide: Offices, useClass: MembershipOffices },
    { provide: Tenants, useClass: KnownCooperatives },
    { provide: UnbookedLines, useClass: BankingUnbookedLines },
  ],
  exports: [AddressBook, AskedBuffers, BookingChart, Offices, Tenants, UnbookedLines],
})
export class PortsModule {}
