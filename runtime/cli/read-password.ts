import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { CliError, type Output } from './verb.ts';

/**
 * A password from the standard input, or typed without being shown; never from the command line, which histories and
 * process lists keep. Undefined where nothing is given.
 */
export async function readPassword(output: Output, fromInput: boolean): Promise<string | undefined> {
  if (fromInput) {
    let text = '';
    for await (const chunk of process.stdin) text += chunk;
    const password = text.replace(/\r?\n$/, '');
    if (password !== '') return password;
    throw new CliError(
      'password-missing',
      'The standard input was empty.',
      'Pipe the password in: printf %s "$PASSWORD" | ...',
    );
  }
  if (output.json || !process.stdin.isTTY) return undefined;
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const asking = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  process.stdout.write('Password of the account (Enter for none): ');
  const typed = await asking.question('');
  asking.close();
  process.stdout.write('\n');
  return typed === '' ? undefined : typed;
}
