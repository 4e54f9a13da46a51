import { describe, expect, it } from 'vitest';
import { Player, type PlayerAudio } from '../../../editor/calls/player.ts';

/** A clock and a sound that the test moves on. */
function makeStage(lengthMs: number, atMs = 0) {
  let nowMs = 0;
  let next: (() => void) | undefined;
  const frame = (act: () => void) => {
    next = act;
    return () => {
      next = undefined;
    };
  };
  const player = new Player(lengthMs, atMs, { now: () => nowMs, frame });
  const audio = {
    currentTime: 0,
    playbackRate: 1,
    ended: false,
    isPlaying: false as boolean,
    async play() {
      audio.isPlaying = true;
    },
    pause() {
      audio.isPlaying = false;
    },
  } satisfies PlayerAudio & { isPlaying: boolean };
  const pass = (ms: number) => {
    for (let passed = 0; passed < ms; passed += 10) {
      nowMs += 10;
      if (audio.isPlaying) audio.currentTime += (10 / 1_000) * audio.playbackRate;
      const act = next;
      next = undefined;
      act?.();
    }
  };
  return { player, audio, pass };
}

describe('the player of a call', () => {
  it('goes on by itself where there is no sound, and stops at the end', () => {
    const { player, pass } = makeStage(1_000);
    player.play();
    pass(400);
    expect(player.state()).toMatchObject({ atMs: 400, isPlaying: true });
    pass(5_000);
    expect(player.state()).toMatchObject({ atMs: 1_000, isPlaying: false });
  });

  it('begins again from the beginning when it stood at the end', () => {
    const { player, pass } = makeStage(1_000, 1_000);
    player.play();
    pass(100);
    expect(player.state().atMs).toBe(100);
  });

  it('starts the sound where it begins in the call, and then follows the sound', () => {
    const { player, audio, pass } = makeStage(2_000);
    player.attach(audio, 500, 1_000);
    player.play();
    pass(490);
    expect(audio.isPlaying).toBe(false);
    pass(210);
    expect(audio.isPlaying).toBe(true);
    expect(player.state().atMs).toBeCloseTo(500 + audio.currentTime * 1_000);
    // A sound that has to load holds the replay up.
    const heardMs = player.state().atMs;
    audio.isPlaying = false;
    pass(300);
    expect(player.state().atMs).toBeCloseTo(heardMs);
  });

  it('moves the sound along when somebody scrubs', () => {
    const { player, audio } = makeStage(2_000);
    player.attach(audio, 500, 1_000);
    player.seek(1_250);
    expect(audio.currentTime).toBeCloseTo(0.75);
    player.seek(-5);
    expect(player.state().atMs).toBe(0);
    player.seek(9_999);
    expect(player.state().atMs).toBe(2_000);
  });

  it('plays faster', () => {
    const { player, audio, pass } = makeStage(2_000);
    player.attach(audio, 0, 2_000);
    player.setRate(2);
    player.play();
    pass(500);
    expect(audio.playbackRate).toBe(2);
    expect(player.state().atMs).toBeGreaterThan(900);
  });

  it('goes on without a sound that the browser refuses', async () => {
    const { player, audio, pass } = makeStage(2_000);
    audio.play = async () => {
      throw new Error('refused');
    };
    player.attach(audio, 0, 2_000);
    player.play();
    await Promise.resolve();
    await Promise.resolve();
    pass(500);
    expect(player.state().atMs).toBeCloseTo(500, -2);
  });

  it('tells its listeners of every change, and of nothing else', () => {
    const { player } = makeStage(1_000);
    let told = 0;
    player.subscribe(() => {
      told += 1;
    });
    player.seek(10);
    player.seek(10);
    player.setRate(1);
    expect(told).toBe(1);
  });
});
