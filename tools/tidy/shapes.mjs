// The shapes that a room is written in, as several rules look for them.
import ts from 'typescript';
import { ships } from './kinds.mjs';

export const inRoom = (path) => /^libs\/(?!testing\/)[^/]+\/src\//.test(path) && ships(path);
export const roomOf = (path) => /^libs\/([^/]+)\//.exec(path)?.[1];

export const isFunction = (node) =>
  ts.isFunctionDeclaration(node) ||
  ts.isMethodDeclaration(node) ||
  ts.isArrowFunction(node) ||
  ts.isFunctionExpression(node);

export const takesTxFirst = (node) => node.parameters[0]?.name.getText() === 'tx';

export const opensTransactions = (declaration) =>
  declaration.members
    .filter((member) => ts.isConstructorDeclaration(member))
    .flatMap((member) => [...member.parameters])
    .some((parameter) => /\bUnitOfWork\b/.test(parameter.type?.getText() ?? ''));
