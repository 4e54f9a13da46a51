import type { Command } from 'commander';
import { type Destination, destinationIn } from '#runtime/flow/destination';
import type { JsonObject } from '#runtime/flow/json';
import type { CallEvent, CallRecord } from '#runtime/flow/record';
import { requireApi } from './api-client.ts';
import { isFlowId } from './flow-argument.ts';
import { timelineLine } from './timeline.ts';
import { act, CliError, type Output, type Verb } from './verb.ts';

interface DialOptions {
  from?: string;
  trunk?: string;
  set: string[];
}

export const dialVerb: Verb = {
  name: 'dial',
  summary: 'Call somebody and run a flow with them. Exit code 0 only if they picked up and nothing failed.',
  configure(command: Command) {
    command
      .argument('<flow>', 'id of a published flow that begins with Outgoing call')
      .argument('<to>', 'number with + and country code, SIP address, extension, or person:ID')
      .option('--from <number>', 'number of yours that the call is made from')
      .option('--trunk <id>', 'trunk to be used')
      .option('--set <name=value>', 'a variable of the flow; may be repeated', collect, [])
      .action(act(command, dial));
  },
};

const collect = (value: string, before: string[]): string[] => [...before, value];

async function dial(output: Output, flowId: string, given: string, options: DialOptions): Promise<number> {
  if (!isFlowId(flowId))
    throw new CliError('usage', `"${flowId}" is no id of a flow.`, 'Publish the flow, and give its id.');
  const to = destinationOf(given);
  const api = await requireApi();
  const course = new Course(output);
  const stop = await api.watch((event) => course.heard(event));
  try {
    const { callId } = await api.request<{ callId: string }>('POST', '/api/calls', {
      flowId,
      to,
      ...(options.from === undefined ? {} : { from: options.from }),
      ...(options.trunk === undefined ? {} : { trunkId: options.trunk }),
      variables: variablesOf(options.set),
    });
    const end = await course.of(callId);
    const wasAnswered = course.answered;
    const isGood = wasAnswered && (end.by === 'flow' || end.by === 'caller');
    const result = { callId, answered: wasAnswered, end };
    output.result(result, () => (isGood ? 'ok' : `not ok: npx patchcord calls why ${callId}`));
    return isGood ? 0 : 1;
  } finally {
    stop();
  }
}

function destinationOf(text: string): Destination {
  const to = destinationIn(text);
  if (to !== undefined) return to;
  throw new CliError('destination-invalid', `"${text}" can not be called.`, 'Write a number as +4930123456.');
}

function variablesOf(set: readonly string[]): JsonObject {
  return Object.fromEntries(
    set.map((text) => {
      const [name = '', ...value] = text.split('=');
      if (name === '' || value.length === 0)
        throw new CliError('usage', `"${text}" sets no variable.`, 'Write --set name=value.');
      return [name, value.join('=')];
    }),
  );
}

/** Prints what happens in one call. Its first events may come before its id is known. */
class Course {
  answered = false;
  readonly #output: Output;
  #early: CallEvent[] = [];
  #callId: string | undefined;
  #startMs = 0;
  #ended: (end: NonNullable<CallRecord['end']>) => void = () => {};

  constructor(output: Output) {
    this.#output = output;
  }

  heard(event: CallEvent): void {
    // Other things are told on the same line, such as the state of trunks.
    if (typeof event.callId !== 'string') return;
    if (this.#callId === undefined) this.#early.push(event);
    else if (event.callId === this.#callId) this.#print(event);
  }

  of(callId: string): Promise<NonNullable<CallRecord['end']>> {
    const ended = new Promise<NonNullable<CallRecord['end']>>((resolve) => {
      this.#ended = resolve;
    });
    this.#callId = callId;
    for (const event of this.#early.splice(0)) this.heard(event);
    return ended;
  }

  #print(event: CallEvent): void {
    if (event.type === 'call.started') this.#startMs = event.atMs;
    if (event.type === 'call.answered') this.answered = true;
    const line = timelineLine(event, this.#startMs);
    if (line !== undefined) this.#output.say(line);
    if (event.type === 'call.ended') this.#ended(event.end);
  }
}
