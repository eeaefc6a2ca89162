#!/usr/bin/env node
import { filesOfWorkTree } from '@backout/gitops/work-tree';
import { parseArguments } from './arguments.ts';
import { validate } from './commands/validate.ts';
import { openConsole } from './console.ts';
import { readText } from './read-text.ts';

const world = { ...openConsole(process.stdout, process.stderr), readText, filesOfWorkTree };

process.exitCode = await parseArguments(process.argv.slice(2), {
  validate: (files, options) => validate(files, options, world),
});
