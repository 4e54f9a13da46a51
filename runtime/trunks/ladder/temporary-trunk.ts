import { inboundContext } from '#asterisk-config/dialplan';
import type { PjsipObject } from '#asterisk-config/pjsip-object';
import { trunkObjects } from '#asterisk-config/trunk-objects';
import { isAuthorized, isChallenge } from './challenge.ts';
import type { Climb } from './climb.ts';
import type { LadderLine } from './ladder-line.ts';

/**
 * The trunk in Asterisk for as long as the test goes on. Without `identify`: calls in belong to the trunk that is in use
 * there; and without OPTIONS, which Node has sent.
 */
export async function temporaryTrunk(climb: Climb): Promise<LadderLine> {
  if (climb.line !== undefined) return climb.line;
  const line = await climb.deps.openLine();
  climb.undo.push(() => line.close());
  climb.line = line;
  await line.push(objectsOf(climb).filter(({ type }) => type !== 'registration'));
  return line;
}

/** As long is waited for the carrier's answer to the end of a registration. */
const GOODBYE_MS = 2_000;

/** It registers at once. `seconds` is asked for, and tells this registration from the one in use. */
export async function registerTemporarily(climb: Climb, line: LadderLine, seconds: number): Promise<void> {
  const registrations = objectsOf(climb).filter(({ type }) => type === 'registration');
  climb.undo.push(() => unregister(climb, line));
  await line.push(
    registrations.map(({ fields, ...object }) => ({
      ...object,
      fields: fields.map(([name, value]) => [name, name === 'expiration' ? String(seconds) : value] as const),
    })),
  );
}

/** The carrier asks for the password once more: it must still be there then. */
async function unregister({ deps }: Climb, line: LadderLine): Promise<void> {
  let done = () => {};
  const answered = new Promise<void>((resolve) => {
    done = resolve;
  });
  const stop = deps.tap?.onExchange(({ request, final }) => {
    if (request.sip.method !== 'REGISTER' || request.direction !== 'out') return;
    const isEnd = request.sip.header('expires') === '0' || /;expires=0\b/.test(request.sip.header('contact') ?? '');
    if (isEnd && (!isChallenge(final.sip.status ?? 0) || isAuthorized(request))) done();
  });
  const late = setTimeout(done, GOODBYE_MS);
  await line.remove('registration');
  await answered;
  clearTimeout(late);
  stop?.();
}

function objectsOf({ trunk, deps, secretOf }: Climb): readonly PjsipObject[] {
  const objects = trunkObjects([{ ...trunk, qualifySeconds: 0 }], {
    host: deps.host,
    secretOf,
    dialplanContext: inboundContext,
  });
  return objects.filter(({ type }) => type !== 'identify');
}
