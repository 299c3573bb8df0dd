import { Global, Module } from '@nestjs/common';
import { Offices } from '@rochdale/banking';
import { AddressBook } from '@rochdale/letters';
import { MembershipModule } from '@rochdale/membership';
import { Tenants } from '@rochdale/platform';
import { KnownCooperatives } from './known-cooperatives.js';
import { MembershipAddressBook } from './membership-address-book.js';
import { MembershipOffices } from './membership-offices.js';

/** Ports that one room opens and another fills, where neither may know the other. */
@Global()
@Module({
  imports: [MembershipModule],
  providers: [
    { provide: AddressBook, useClass: MembershipAddressBook },
    { provide: Offices, useClass: MembershipOffices },
    { provide: Tenants, useClass: KnownCooperatives },
  ],
  exports: [AddressBook, Offices, Tenants],
})
export class PortsModule {}
