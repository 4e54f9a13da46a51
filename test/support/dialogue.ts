import { SipDialogue } from '#runtime/diagnosis/sip-dialogue';
import { SipMessage } from '#runtime/hep/sip-message';

const HERE = { address: '127.0.0.1', port: 5060 };
const CARRIER = { address: '203.0.113.5', port: 5060 };

type Line = readonly [direction: 'in' | 'out', startLine: string, ...rest: string[]];

/** A dialogue with the carrier at 203.0.113.5, a second between two messages; a line that is empty begins the body. */
export function dialogueOf(lines: readonly Line[], secondsApart = 1): SipDialogue {
  return new SipDialogue(
    lines.map(([direction, startLine, ...rest], index) => ({
      atMs: 1_800_000_000_123 + index * secondsApart * 1_000,
      direction,
      source: direction === 'in' ? CARRIER : HERE,
      destination: direction === 'in' ? HERE : CARRIER,
      transport: 'udp',
      correlation: '',
      sip: new SipMessage(Buffer.from(`${[startLine, 'Call-ID: x', ...rest].join('\r\n')}\r\n\r\n`)),
    })),
  );
}
