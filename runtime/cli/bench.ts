import { bench } from '#runtime/bench/bench';
import { report } from '#runtime/bench/report';
import { packageVersion } from './package-version.ts';
import { act, CliError, type Output, type Verb } from './verb.ts';

interface BenchOptions {
  rounds: string;
  calls: string;
  rate: string;
}

export const benchVerb: Verb = {
  name: 'bench',
  summary: 'Measure what a call costs, beside a raw dialplan and two programs. Takes about ten minutes.',
  configure(command) {
    command
      .option('--rounds <n>', 'rounds; each runs every arm once', '5')
      .option('--calls <n>', 'calls of an arm in a round', '300')
      .option('--rate <n>', 'new calls a second', '20')
      .action(act(command, run));
  },
};

async function run(output: Output, { rounds, calls, rate }: BenchOptions): Promise<number> {
  const options = {
    rounds: numberOf('--rounds', rounds, 100),
    calls: numberOf('--calls', calls, 10_000),
    callsPerSecond: numberOf('--rate', rate, 200),
  };
  const result = await bench(options, packageVersion(), (line) => output.say(line));
  output.result(result, () => `\n${report(result)}`);
  return result.valid && result.limits.every(({ met }) => met) ? 0 : 1;
}

function numberOf(option: string, text: string, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new CliError('usage', `${option} is ${text}.`, `Give a whole number from 1 to ${most}.`);
}
