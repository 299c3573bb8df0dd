import 'reflect-metadata';
import { seedDemo } from './seed-demo.js';

process.exitCode = await seedDemo(process.argv.slice(3), process.env, {
  stdout: process.stdout,
  stderr: process.stderr,
});
