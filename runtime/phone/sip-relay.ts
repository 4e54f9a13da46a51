import { type RawData, WebSocket } from 'ws';

/** Close codes of a phone's WebSocket. */
export const relayCodes = {
  /** The session is over: its time, or the person signed out. */
  ended: 4001,
  /** Larger or more messages than a phone sends. */
  tooMuch: 4009,
  /** Asterisk can't be reached, or has closed. */
  asteriskAway: 4010,
  /** The browser speaks something else than SIP. */
  notSip: 1002,
} as const;

/** An INVITE with the description of a browser's audio is about 4 kB. */
const MOST_BYTES = 32_000;
/** A phone sends a handful for a call, and one for each key where those go by SIP INFO. */
const MESSAGES_A_SECOND = 20;
const BURST = 60;
const QUEUE_BYTES = 500_000;
const CONNECT_MS = 5_000;

/**
 * Our own address at Asterisk. Not 127.0.0.1: calls from there are taken for the robot's and for load generators', which
 * need no password. All of 127.0.0.0/8 is this machine's on Linux; where it is not, there is no connection at all.
 */
const OWN_ADDRESS = '127.0.0.2';

/** A browser's SIP over WebSocket (RFC 7118), passed on to Asterisk frame by frame until either side ends. */
export function relaySip(browser: WebSocket, asteriskUrl: string): void {
  if (browser.protocol !== 'sip') {
    browser.close(relayCodes.notSip, 'the subprotocol is sip');
    return;
  }
  const asterisk = new WebSocket(asteriskUrl, 'sip', {
    localAddress: OWN_ADDRESS,
    handshakeTimeout: CONNECT_MS,
    maxPayload: MOST_BYTES,
    perMessageDeflate: false,
  });
  const early: [RawData, boolean][] = [];
  let allowance = BURST;
  let countedAt = performance.now();
  const isTooMuch = (data: RawData): boolean => {
    const now = performance.now();
    allowance = Math.min(BURST, allowance + ((now - countedAt) / 1_000) * MESSAGES_A_SECOND) - 1;
    countedAt = now;
    return allowance < 0 || bytesOf(data) > MOST_BYTES || asterisk.bufferedAmount > QUEUE_BYTES;
  };
  browser.on('message', (data, isBinary) => {
    if (browser.readyState !== WebSocket.OPEN) return;
    if (isTooMuch(data)) browser.close(relayCodes.tooMuch, 'too much');
    else if (asterisk.readyState === WebSocket.CONNECTING) early.push([data, isBinary]);
    else if (asterisk.readyState === WebSocket.OPEN) asterisk.send(data, { binary: isBinary });
  });
  browser.on('close', () => asterisk.terminate());
  asterisk.on('open', () => {
    for (const [data, binary] of early.splice(0)) asterisk.send(data, { binary });
  });
  asterisk.on('message', (data, isBinary) => {
    if (browser.bufferedAmount > QUEUE_BYTES) browser.terminate();
    else browser.send(data, { binary: isBinary });
  });
  // What went wrong is on the way as `close`, also before the connection was open.
  asterisk.on('error', () => {});
  asterisk.on('close', () => browser.close(relayCodes.asteriskAway, 'Asterisk is away'));
}

const bytesOf = (data: RawData): number =>
  Array.isArray(data) ? data.reduce((sum, part) => sum + part.length, 0) : data.byteLength;
