import { Group, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import classes from './simulator.module.css';

/** From silence to full level, in dB. */
const RANGE_DB = 60;

/** How loud a voice is, live. */
export function LevelMeter({ label, stream }: { readonly label: string; readonly stream: MediaStream | undefined }) {
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (stream === undefined) return;
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let frame = 0;
    const draw = () => {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      const db = 10 * Math.log10(Math.max(power, 1e-9));
      if (bar.current) bar.current.style.transform = `scaleX(${Math.max(0, Math.min(1, 1 + db / RANGE_DB))})`;
      frame = requestAnimationFrame(draw);
    };
    draw();
    return () => {
      cancelAnimationFrame(frame);
      void context.close();
      if (bar.current) bar.current.style.transform = 'scaleX(0)';
    };
  }, [stream]);
  return (
    <Group gap="sm" wrap="nowrap">
      <Text size="xs" c="dimmed" w={62}>
        {label}
      </Text>
      <div className={classes.meter} aria-hidden>
        <div ref={bar} style={{ transform: 'scaleX(0)' }} />
      </div>
    </Group>
  );
}
