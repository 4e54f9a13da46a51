import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { callerIdOf } from '#asterisk-config/caller-id';
import { trunkDialString } from '#asterisk-config/dial-string';
import type { AriEvent } from '#runtime/ari/events';
import { callFailed } from './call-failed.ts';
import type { Climb, RungRun } from './climb.ts';
import { type InviteWatch, watchInvite } from './invite-watch.ts';
import type { LadderLine } from './ladder-line.ts';
import { temporaryTrunk } from './temporary-trunk.ts';
import { failed, ok, skipped, type Verdict } from './verdict.ts';

/** A call of the test that was answered: the rungs above look at it. */
export interface AnsweredCall {
  readonly id: string;
  readonly watch: InviteWatch | undefined;
  readonly line: LadderLine;
  readonly answeredAt: number;
  readonly end: () => Extract<AriEvent, { type: 'ChannelDestroyed' }> | undefined;
}

/** How long it may ring. */
const RING_MS = 13_000;

/** Does a call to a number of the user's choice get through? With its address written out, so that the carrier decides. */
export async function callRung(climb: Climb, { signal, tell }: RungRun): Promise<Verdict> {
  const { trunk, deps, request } = climb;
  const { to, from } = request;
  if (to === undefined) return skipped('No number was given to call.');
  const allowed = await deps.mayDial({ to, ...(from === undefined ? {} : { from }) });
  if (!allowed.ok)
    return failed({
      seen: allowed.message,
      means: 'The dial gate lets no call go there.',
      fix: allowed.fix,
      field: 'to',
      stop: true,
    });
  climb.undo.push(async () => allowed.release());
  const line = await temporaryTrunk(climb);
  const endpoint = trunkDialString(trunk, to);
  const user = /sip:([^@]*)@/.exec(endpoint)?.[1] ?? to;
  const identity = callerIdOf(trunk, from === undefined ? undefined : { number: from });
  const id = `test-${randomBytes(8).toString('hex')}`;

  let isOver = (_how: 'answered' | 'ended' | 'late') => {};
  const over = new Promise<'answered' | 'ended' | 'late'>((resolve) => {
    isOver = resolve;
  });
  let rings = false;
  const watch =
    deps.tap &&
    watchInvite(deps.tap, user, ({ statuses }) => {
      const last = statuses.at(-1) ?? 0;
      if (last !== 180 && last !== 183) return;
      rings = true;
      tell('It rings.');
    });
  if (watch !== undefined) climb.undo.push(async () => watch.stop());
  let end: ReturnType<AnsweredCall['end']>;
  const deaf = line.onEvent((event) => {
    if (!('channel' in event) || event.channel?.id !== id) return;
    if (event.type === 'StasisStart') isOver('answered');
    if (event.type !== 'ChannelDestroyed') return;
    end = event;
    isOver('ended');
  });
  climb.undo.push(async () => deaf());
  const timer = setTimeout(() => isOver('late'), RING_MS);
  signal.addEventListener('abort', () => isOver('late'), { once: true });
  await line.channels.originate({
    id,
    app: line.app,
    endpoint,
    callerId: identity.number,
    variables: identity.variables,
    timeoutSeconds: 30,
  });
  tell(`Calling ${to}.`);
  const how = await over;
  clearTimeout(timer);
  if (how === 'answered') {
    climb.call = { id, watch, line, answeredAt: performance.now(), end: () => end };
    return ok({
      seen: `${to} answered${watch === undefined ? '' : ` (${watch.statuses.join(', ')})`}.`,
      means: 'Calls out work.',
    });
  }
  if (how === 'late') await line.channels.hangUp(id).catch(() => false);
  if (how === 'late' && rings)
    return ok({
      seen: `${to} rang for ${Math.round(RING_MS / 1_000)} seconds, and nobody answered.`,
      means: 'Calls out work. The sound can be tested only where somebody answers.',
    });
  // Copies of SIP come by another way than events: they may be a moment late.
  if (watch !== undefined && watch.final === undefined) await sleep(300);
  return callFailed(climb, { watch, techCause: end?.tech_cause });
}
