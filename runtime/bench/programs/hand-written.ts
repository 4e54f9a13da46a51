import WebSocket from 'ws';
import { readProgramInput } from './program-input.ts';

// What a programmer would write for just this IVR: ARI's REST over its WebSocket, nothing else. It uses none of our
// code, so that it can serve as the measure of it.

interface Message {
  readonly type: string;
  readonly channel?: { readonly id: string };
  readonly playback?: { readonly id: string; readonly target_uri: string };
}

const { url, username, password, application, prompt } = readProgramInput();
const address = `${url.replace('http', 'ws')}/events?app=${application}&api_key=${username}:${password}`;
const socket = new WebSocket(address, { perMessageDeflate: false });
const prompted = new Set<string>();
let lastId = 0;

function send(method: string, uri: string, body?: unknown): void {
  const id = String(++lastId);
  const request = { type: 'RESTRequest', transaction_id: id, request_id: id, method, uri };
  socket.send(
    JSON.stringify(
      body === undefined
        ? request
        : { ...request, content_type: 'application/json', message_body: JSON.stringify(body) },
    ),
  );
}

const play = (channelId: string, name: string) =>
  send('POST', `channels/${channelId}/play/${channelId}-${name}?media=${encodeURIComponent(prompt)}`);

socket.on('open', () => {
  const types = ['StasisStart', 'StasisEnd', 'ChannelDtmfReceived', 'PlaybackFinished', 'RESTResponse'];
  send('PUT', `applications/${application}/eventFilter`, { allowed: types.map((type) => ({ type })) });
  process.send?.('ready');
});
socket.on('message', (data) => {
  const { type, channel, playback } = JSON.parse(String(data)) as Message;
  if (type === 'StasisStart' && channel) {
    send('POST', `channels/${channel.id}/answer`);
    play(channel.id, 'greeting');
  } else if (type === 'ChannelDtmfReceived' && channel && !prompted.has(channel.id)) {
    prompted.add(channel.id);
    play(channel.id, 'goodbye');
  } else if (type === 'PlaybackFinished' && playback?.id.endsWith('-goodbye')) {
    send('DELETE', `channels/${playback.target_uri.slice('channel:'.length)}`);
  } else if (type === 'StasisEnd' && channel) {
    prompted.delete(channel.id);
  }
});
socket.on('close', () => process.exit(1));
process.on('disconnect', () => process.exit(0));
