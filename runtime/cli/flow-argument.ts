import { existsSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { MAX_FLOW_LENGTH } from '#runtime/flow/read-flow';
import { FlowId } from '#runtime/flow/schema';
import { findApi } from './api-client.ts';
import { CliError } from './verb.ts';

/** A flow's text as it was found, and what to call it in messages. */
export interface FlowText {
  readonly name: string;
  readonly text: string;
}

/** UTF-8 takes up to 3 bytes for what JavaScript counts as one character. */
const MAX_BYTES = MAX_FLOW_LENGTH * 3;

export const flowArgument =
  'a folder with a flow.json, a file, - for the standard input, or the id of a flow of the running instance';

/** FLOW is no path of this machine but may be the id of a flow. */
export const isFlowId = (flow: string): boolean => FlowId.safeParse(flow).success && !existsSync(flow);

/**
 * Reads FLOW: a folder with a `flow.json`, a file, `-` for the standard input, or an id: the draft of that flow in the
 * running instance. Throws CliError.
 */
export async function readFlowText(flow: string, input: NodeJS.ReadableStream = process.stdin): Promise<FlowText> {
  if (flow === '-') return { name: 'standard input', text: await readStream(input) };
  const api = isFlowId(flow) ? await findApi() : undefined;
  if (api !== undefined) {
    const draft = await api.request<{ flow: unknown }>('GET', `/api/flows/${flow}/draft`);
    return { name: `the draft of ${flow}`, text: JSON.stringify(draft.flow) };
  }
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
