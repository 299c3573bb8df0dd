import type { Type } from '@nestjs/common';
import { AssemblyMutationsResolver } from './assembly-mutations.resolver.js';
import { AssemblyVoteResolver, ProposalAssemblyResolver } from './assembly-vote.resolver.js';
import { AssemblyVotesResolver } from './assembly-votes.resolver.js';
import { AssemblyResolver, AttendanceResolver } from './assembly.resolver.js';

/** Assemblies, who is there, and what they decide. */
export const assemblyResolvers: readonly Type[] = [
  AssemblyResolver,
  AttendanceResolver,
  AssemblyMutationsResolver,
  AssemblyVotesResolver,
  ProposalAssemblyResolver,
  AssemblyVoteResolver,
];
