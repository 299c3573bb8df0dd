import { Global, Module } from '@nestjs/common';
import { BookingChart, Offices } from '@rochdale/banking';
import { AddressBook } from '@rochdale/letters';
import { MembershipModule } from '@rochdale/membership';
import { Tenants } from '@rochdale/platform';
import { TreasuryModule } from '@rochdale/treasury';
import { KnownCooperatives } from './known-cooperatives.js';
import { MembershipAddressBook } from './membership-address-book.js';
import { MembershipOffices } from './membership-offices.js';
import { TreasuryBookingChart } from './treasury-booking-chart.js';

/** Ports that one room opens and another fills, where neither may know the other. */
@Global()
@Module({
  imports: [MembershipModule, TreasuryModule],
  providers: [
    { provide: AddressBook, useClass: MembershipAddressBook },
    { provide: BookingChart, useClass: TreasuryBookingChart },
    { provide: Offices, useClass: MembershipOffices },
    { provide: Tenants, useClass: KnownCooperatives },
  ],
  exports: [AddressBook, BookingChart, Offices, Tenants],
})
export class PortsModule {}
