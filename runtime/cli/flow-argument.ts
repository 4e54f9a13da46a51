import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { MAX_FLOW_LENGTH } from '#runtime/flow/read-flow';
import { CliError } from './verb.ts';

/** A flow's text as it was found, and what to call it in messages. */
export interface FlowText {
  readonly name: string;
  readonly text: string;
}

/** UTF-8 takes up to 3 bytes for what JavaScript counts as one character. */
const MAX_BYTES = MAX_FLOW_LENGTH * 3;

/** Reads FLOW: a folder with a `flow.json`, a file, or `-` for the standard input. Throws CliError. */
export async function readFlowText(flow: string, input: NodeJS.ReadableStream = process.stdin): Promise<FlowText> {
  if (flow === '-') return { name: 'standard input', text: await readStream(input) };
  const file = (await isFolder(flow)) ? join(flow, 'flow.json') : flow;
  return { name: file, text: await readFile(file) };
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    throw notRead(path, error);
  }
}

async function readFile(path: string): Promise<string> {
  try {
    const file = await open(path);
    try {
      if ((await file.stat()).size > MAX_BYTES) throw tooLarge(path);
      return await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    throw error instanceof CliError ? error : notRead(path, error);
  }
}

async function readStream(input: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BYTES) throw tooLarge('The standard input');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function tooLarge(name: string): CliError {
  return new CliError('file-too-large', `${name} is larger than a flow may be.`, 'Give a flow of at most 5 MB.');
}

function notRead(path: string, error: unknown): CliError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new CliError(
      'flow-not-found',
      `There is no flow '${path}'.`,
      'Give a folder with a flow.json, a file, or - for the standard input.',
    );
  return new CliError(
    'flow-unreadable',
    `'${path}' can't be read (${String(code)}).`,
    'Check the name and your rights.',
  );
}
