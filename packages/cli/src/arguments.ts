import { Command, CommanderError } from 'commander';
import { type ExitCode, exitCodes } from './exit-code.ts';

export interface Options {
  /** One object as the last line of standard output, and nothing else there. */
  readonly json: boolean;
}

/** What each command does. */
export interface Commands {
  validate(files: readonly string[], options: Options): Promise<ExitCode>;
}

/** @param words what stands behind the program's name */
export async function parseArguments(words: readonly string[], commands: Commands): Promise<ExitCode> {
  let ended: ExitCode = exitCodes.good;
  const program = new Command('backout').description('Finds what broke production, and takes it back.');
  program.exitOverride();
  program
    .command('validate')
    .description('Reads policies and names their mistakes, each with line, column and cure. Asks no network.')
    .argument('[file...]', 'the policies', ['.backout.yml'])
    .option('--json', 'print one object, its schema is backout/validate/1', false)
    .addHelpText('after', '\nExit code: 0 without a mistake, 1 with one, 2 if a file cannot be read.')
    .action(async (files: readonly string[], options: Options) => {
      ended = await commands.validate(files, options);
    });
  try {
    await program.parseAsync([...words], { from: 'user' });
    return ended;
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    // Commander has said what is wrong; its own code would say that mistakes were found.
    return thrown.exitCode === 0 ? exitCodes.good : exitCodes.unanswered;
  }
}
