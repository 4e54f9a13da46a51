import { connect } from 'ari-client';
import { readProgramInput } from './program-input.ts';

// The IVR on npm ari-client, in the way of its own examples.

const { url, username, password, application, prompt } = readProgramInput();
const client = await connect(url.replace(/\/ari$/, ''), username, password);

client.on('StasisStart', async (_event, channel) => {
  channel.once('ChannelDtmfReceived', async () => {
    const goodbye = client.Playback();
    goodbye.once('PlaybackFinished', () => void channel.hangup());
    await channel.play({ media: prompt }, goodbye);
  });
  await channel.answer();
  await channel.play({ media: prompt }, client.Playback());
});
await client.start(application);
process.send?.('ready');
process.on('disconnect', () => process.exit(0));
