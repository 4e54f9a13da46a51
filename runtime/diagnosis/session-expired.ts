import type { Rule } from './evidence.ts';
import { quote, seconds } from './words.ts';

/** Session timers (RFC 4028): each side looks now and then whether the call is still there, and ends it if nobody says so. */
export const sessionExpired: Rule = ({ dialogue }) => {
  const { answeredMs } = dialogue;
  const bye = dialogue.requests('BYE').at(0);
  if (answeredMs === undefined || bye === undefined) return undefined;
  const said = bye.sip
    .headers('reason')
    .find((reason) => /session\s*-?(timer|interval)?\s*(has\s*)?expire|timer expire/i.test(reason));
  const agreed = dialogue
    .responses('INVITE')
    .filter(({ sip }) => sip.status === 200)
    .map(({ sip }) => Number(/^\d{1,6}/.exec(sip.header('session-expires') ?? '')?.[0] ?? 0))
    .find((value) => value > 0);
  const failed = refreshFailure(dialogue, answeredMs);
  const lastedMs = bye.atMs - answeredMs;
  const onTime = agreed !== undefined && lastedMs >= 0.6 * agreed * 1_000 && failed !== undefined;
  if (said === undefined && !onTime) return undefined;
  return {
    code: 'session-expired',
    severity: 'error',
    title: 'The call was cut off because its session timer ran out.',
    evidence: [
      `The call lasted ${seconds(lastedMs)}${agreed === undefined ? '' : `; a session timer of ${agreed} s was agreed`}.`,
      ...(failed === undefined ? [] : [failed]),
      `${bye.direction === 'in' ? 'The other side' : 'Asterisk'} hung up${said === undefined ? '' : `: ${quote(said)}`}.`,
    ],
    cause:
      failed === undefined
        ? 'The other side waited for a sign that the call is still there, and got none in time.'
        : 'The sign that the call is still there (re-INVITE or UPDATE) got no good answer.',
    fix: 'Switch session timers of the trunk off, or raise the session time to 1800 seconds; if calls are still cut off, check that SIP within the call gets through both ways.',
    field: 'sessionTimers',
  };
};

/** What became of a re-INVITE or UPDATE within the call, when it went wrong. */
function refreshFailure(dialogue: Parameters<Rule>[0]['dialogue'], answeredMs: number): string | undefined {
  for (const method of ['UPDATE', 'INVITE'] as const) {
    const refreshes = dialogue.requests(method).filter(({ atMs }) => atMs > answeredMs);
    const refresh = refreshes.at(-1);
    if (refresh === undefined) continue;
    const answer = dialogue
      .responses(method)
      .findLast(({ sip, atMs }) => atMs >= refresh.atMs && sip.cseq.number === refresh.sip.cseq.number);
    const status = answer?.sip.status;
    const name = method === 'INVITE' ? 're-INVITE' : method;
    if (status === undefined) return `The last ${name} was sent ${refreshes.length} times and got no answer.`;
    if (status >= 300) return `The last ${name} was answered ${status} ${quote(answer?.sip.reason ?? '')}.`;
  }
  return undefined;
}
