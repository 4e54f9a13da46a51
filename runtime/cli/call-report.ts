import type { CallResult } from '#runtime/test-call/call-result';

/** A call by the robot for people: what it heard and pressed, in order of time, and what came of it. */
export function callReport(result: CallResult): string {
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(2)} s`.padStart(8);
  const heard = result.heard.map(({ node, text, startMs, lengthMs, levelDbfs }) => ({
    atMs: startMs,
    line: `${seconds(startMs)}  heard ${node}, ${(lengthMs / 1_000).toFixed(2)} s at ${levelDbfs ?? '-'} dBFS: ${text}`,
  }));
  const keys = result.keys.map(({ key, atMs }) => ({ atMs, line: `${seconds(atMs)}  pressed ${key}` }));
  const timeline = [...heard, ...keys].sort((a, b) => a.atMs - b.atMs).map(({ line }) => line);
  return [
    ...(result.answeredMs === null ? [] : [`${seconds(0)}  answered, after ${result.answeredMs} ms`]),
    ...timeline,
    `${seconds(result.lengthMs)}  ended by ${result.end?.by ?? 'nothing'}`,
    `Path: ${result.path.join(' > ')}`,
    ...(result.recording === null ? [] : [`Recording: ${result.recording}`]),
    ...result.problems.map((problem) => `Problem: ${problem}`),
    result.ok ? 'ok' : 'not ok',
  ].join('\n');
}
