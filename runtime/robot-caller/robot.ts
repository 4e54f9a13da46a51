import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loopbackEndpoint } from '#asterisk-config/pjsip';
import { openWebsocketTransport } from '#runtime/ari/websocket-transport';
import { startAsterisk } from '#runtime/supervisor/asterisk';
import type { AsteriskInstall } from '#runtime/supervisor/asterisk-install';
import { type RobotCallOptions, type RobotReport, robotCall } from './robot-call.ts';
import { createRobotEvents } from './robot-events.ts';

/** A caller with an Asterisk of its own, so that a call under test is SIP and RTP from outside, like any other. */
export type Robot = {
  /** Calls may run at the same time. */
  call(options: RobotCallOptions): Promise<RobotReport>;
  /** Ends its calls and its Asterisk, and removes its folder. */
  stop(): Promise<void>;
};

const APP = 'robot-caller';

/** Starts the robot's private Asterisk (about a second). It dies with this process. */
export async function startRobot(install: AsteriskInstall): Promise<Robot> {
  const folder = await mkdtemp(join(tmpdir(), 'robot-'));
  try {
    const asterisk = await startAsterisk({ install, folder, application: APP, nodeName: APP });
    const events = createRobotEvents();
    const ari = await openWebsocketTransport({
      server: asterisk.ari,
      app: APP,
      onEvent: events.receive,
      onMalformed: () => {},
    }).catch(async (error: unknown) => {
      await asterisk.stop();
      throw error;
    });
    const { recordingFolder } = asterisk;
    const lost = ari.closed.then((reason): never => {
      throw reason;
    });
    // Only those who call are told.
    lost.catch(() => {});
    const parts = { ari, app: APP, endpoint: loopbackEndpoint, events, recordingFolder, lost };
    let calls = 0;
    return {
      call: (options) => Promise.race([robotCall(parts, `robot-${++calls}`, options), lost]),
      async stop() {
        ari.close();
        await asterisk.stop();
        await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** One call by a robot that lives only for it. */
export async function callRobot(options: RobotCallOptions & { asterisk: AsteriskInstall }): Promise<RobotReport> {
  const robot = await startRobot(options.asterisk);
  try {
    return await robot.call(options);
  } finally {
    await robot.stop();
  }
}
