import { expect, test } from 'vitest';
import { parseKeyPlan } from '#runtime/robot-caller/key-plan';
import { startRobot } from '#runtime/robot-caller/robot';
import { useAsterisk } from '../support/asterisk.ts';
import { leftIn, NOTHING } from '../support/leftovers.ts';
import { realAsterisk } from '../support/real-asterisk.ts';
import { runSipp } from '../support/sipp.ts';
import { answered, byeFromCallee, invite } from '../support/sipp-scenario.ts';

// An Asterisk with our dialplan and no runtime: what callers meet when Patchcord is away.
const asterisk = useAsterisk();

test('a caller hears the fallback prompt within two seconds when no runtime is there, and is hung up', async () => {
  const robot = await startRobot(await realAsterisk());
  try {
    const report = await robot.call({ target: { ...asterisk().sip, extension: '100' }, plan: parseKeyPlan('') });
    expect(report.endedBy).toBe('callee');
    const [first] = report.heard;
    expect((report.answeredMs ?? Number.NaN) + (first?.startMs ?? Number.NaN)).toBeLessThan(2_000);
    expect(first?.levelDbfs).toBeGreaterThan(-40);
    expect(first?.lengthMs).toBeGreaterThan(500);
  } finally {
    await robot.stop();
  }
});

test('ten callers at once are all answered and hung up when no runtime is there', async () => {
  const parts = [invite(), answered(2_000), byeFromCallee()];
  const result = await runSipp({ sip: asterisk().sip, extension: '100', parts, calls: 10 });
  expect(result).toMatchObject({ successful: 10, failed: 0, errors: '' });
  expect(await leftIn(asterisk().ari, [])).toEqual(NOTHING);
});
